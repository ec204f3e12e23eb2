"""WSGI: any server, any framework. Threads are used again, so the context ends with the response's last byte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

from .._carry import _enter
from .._context import EMPTY
from ._request import DEFAULT_HEADER, Customer, Tenant, context_of


class WSGIMiddleware:
    """`app.wsgi_app = WSGIMiddleware(app.wsgi_app)`. Functions of the request are given its environ."""

    def __init__(self, app: Any, customer: Customer = DEFAULT_HEADER, tenant: Tenant = None) -> None:
        self.app = app
        self._customer, self._tenant = customer, tenant

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """One request."""

        def header(name: str) -> Optional[str]:
            return environ.get("HTTP_" + name.upper().replace("-", "_"))

        request = context_of(environ, header, self._customer, self._tenant)
        with request:
            body = self.app(environ, start_response)
            inside = present()
        # A list is complete, and a file is the server's to send. Anything else may still work while it is read.
        file_wrapper = environ.get("wsgi.file_wrapper")
        is_file = isinstance(file_wrapper, type) and isinstance(body, file_wrapper)
        return body if is_file or isinstance(body, (list, tuple)) else Body(body, inside)


def present() -> Any:
    """The context of the request that is being served."""
    inside = _enter(EMPTY)
    _enter(inside)
    return inside


class Body:
    """The parts of a response, each made in the request's context."""

    def __init__(self, parts: Any, inside: Any) -> None:
        self._parts, self._inside = parts, inside

    def __iter__(self) -> Iterator[bytes]:
        parts = iter(self._parts)
        while True:
            outside = _enter(self._inside)
            try:
                part = next(parts)
            except StopIteration:
                return
            finally:
                self._inside = _enter(outside)
            yield part

    def close(self) -> None:
        """The server is done."""
        close = getattr(self._parts, "close", None)
        if close is not None:
            outside = _enter(self._inside)
            try:
                close()
            finally:
                _enter(outside)

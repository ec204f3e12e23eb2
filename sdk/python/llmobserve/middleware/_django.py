"""Django, synchronous and asynchronous."""

from __future__ import annotations

import inspect
from typing import Any, Callable, Optional

from ._request import DEFAULT_HEADER, Customer, Tenant, context_of
from ._wsgi import Body, present


def make_django_middleware(customer: Customer = DEFAULT_HEADER, tenant: Tenant = None) -> Callable[[Any], Any]:
    """A middleware with its own idea of whose a request is. In a module of yours:
    `observe_requests = make_django_middleware(customer=lambda request: request.user.id)`, and its path in
    MIDDLEWARE.
    """

    def middleware(get_response: Any) -> Any:
        def context(request: Any) -> Any:
            def header(name: str) -> Optional[str]:
                value: Optional[str] = request.headers.get(name)
                return value

            return context_of(request, header, customer, tenant)

        if inspect.iscoroutinefunction(get_response):

            async def handle_async(request: Any) -> Any:
                with context(request):
                    return await get_response(request)

            return handle_async

        def handle(request: Any) -> Any:
            with context(request):
                response = get_response(request)
                _keep_for_stream(response)
            return response

        return handle

    middleware.sync_capable = middleware.async_capable = True  # type: ignore[attr-defined]  # what Django asks for
    return middleware


def _keep_for_stream(response: Any) -> None:
    """A streamed response is made after the middleware: in the request's context all the same."""
    try:
        if getattr(response, "streaming", False) and not getattr(response, "is_async", False):
            response.streaming_content = Body(response.streaming_content, present())
    except Exception:
        pass


django_middleware = make_django_middleware()

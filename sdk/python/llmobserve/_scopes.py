"""`with` blocks and decorators that say whose work this is and what part of it."""

from __future__ import annotations

import copy
from typing import Any, Callable, Optional, TypeVar

from ._colour import decorate
from ._config import DEFAULT_TENANT, Destination, collector_url, resolve
from ._config import api_key as checked_key
from ._context import Binding, Context, Span, change, current
from ._ids import uuid7
from ._log import warn_once
from ._runtime import runtime
from ._text import fit

F = TypeVar("F", bound=Callable[..., Any])


class Scope:
    """A change of the context for a `with` (or `async with`) block, or for each call of a decorated function."""

    def __init__(self, **members: Any) -> None:
        self._members = members
        self._open: list[Any] = []

    def __enter__(self) -> Any:
        state = None
        try:
            state = self._begin()
        except Exception:
            pass
        self._open.append(state)
        return self

    def __exit__(self, kind: Any, error: Optional[BaseException], trace: Any) -> None:
        try:
            state = self._open.pop()
            if state is not None:
                self._end(state, error)
        except Exception:
            pass

    async def __aenter__(self) -> Any:
        return self.__enter__()

    async def __aexit__(self, kind: Any, error: Optional[BaseException], trace: Any) -> None:
        self.__exit__(kind, error, trace)

    def __call__(self, function: F) -> F:
        try:
            return decorate(function, self._again)
        except Exception:
            return function

    def _again(self) -> Scope:
        """The same scope, entered by nobody."""
        scope = copy.copy(self)
        scope._open = []
        return scope

    def _begin(self) -> Any:
        """Changes the context. What the end needs to know."""
        before = current()
        change(**self._members)
        return before

    def _end(self, state: Any, error: Optional[BaseException]) -> None:
        """Changes back what was changed, and nothing that was set in between."""
        change(**{name: getattr(state, name) for name in self._members})


class Section(Scope):
    """A named part of the application. It is a span of its run's tree, and the section of the calls in it."""

    def __init__(self, name: Any) -> None:
        super().__init__()
        self._name = name

    def _begin(self) -> Any:
        before = current()
        name = fit(self._name) or "default"
        kind = name.split(":", 1)[0]
        call = runtime.start("internal", "", kind if kind in ("agent", "tool", "step") else "section")
        span = Span(name, call.span_id if call else uuid7())
        # A section that is in no run begins one: the calls in it belong together.
        run_id = before.run_id or uuid7()
        change(spans=before.spans + (span,), run_id=run_id)
        if call is not None:
            call.context = current()._replace(spans=before.spans)
        return before, span, run_id, call

    def _end(self, state: Any, error: Optional[BaseException]) -> None:
        before, span, run_id, call = state
        change(spans=before.spans)
        if current().run_id == run_id:
            change(run_id=before.run_id)
        if call is not None:
            path = "/".join(one.name for one in (*before.spans, span))
            runtime.finish(call, outcome(error), section=span.name, section_path=path)


def outcome(error: Optional[BaseException]) -> str:
    """The status of what ended with an exception, or without."""
    if error is None:
        return "ok"
    if not isinstance(error, Exception) or type(error).__name__ == "CancelledError":
        return "cancelled"
    return "error"


class Tagged(Scope):
    """Labels on what follows, added to those around it."""

    def _begin(self) -> Context:
        before = current()
        tags = {str(fit(name)): fit(value) for name, value in self._members["tags"].items() if fit(name)}
        change(tags=tuple({**dict(before.tags), **tags}.items())[:64])
        return before


class Tenant(Scope):
    """Where what follows goes."""

    def _begin(self) -> Context:
        before = current()
        tenant_id, key, url = self._members["binding"]
        settings = runtime.settings or resolve({})
        if settings is None:
            return before
        here = before.binding.destination if before.binding else settings.destination
        address = collector_url(url) if url is not None else here.collector_url
        if address is None:
            warn_once("tenant_url", "llmobserve: tenant() was given no URL of a collector; it is ignored")
            address = here.collector_url
        destination = Destination(address, checked_key(key) if key is not None else here.api_key)
        change(binding=Binding(destination, fit(tenant_id, 64) or DEFAULT_TENANT))
        return before


def section(name: str) -> Section:
    """A part of the application, for a `with` block or as a decorator: `agent:research`, `tool:search`, or any text."""
    return Section(name)


def customer(customer_id: Any) -> Scope:
    """Whose work this is: the tenant's own customer."""
    return Scope(customer_id=_safe(customer_id))


def user(user_id: Any) -> Scope:
    """The person who causes this work."""
    return Scope(user_id=_safe(user_id))


def session(session_id: Any) -> Scope:
    """The conversation that this work is part of."""
    return Scope(session_id=_safe(session_id))


def run(run_id: Any = None) -> Scope:
    """Work that belongs together: one request, one job. Without an id each entry is a run of its own."""
    return Scope(run_id=_safe(run_id)) if run_id is not None else Run()


class Run(Scope):
    """A run with an id of its own each time."""

    def _begin(self) -> Context:
        self._members = {"run_id": uuid7()}
        return super()._begin()  # type: ignore[no-any-return]  # the base keeps whatever state it likes


def tag(**tags: Any) -> Scope:
    """Free labels on what follows."""
    return Tagged(tags=tags)


def tenant(tenant_id: Any, api_key: Optional[str] = None, collector_url: Optional[str] = None) -> Scope:
    """Sends what follows to another tenant: with its own key, or with the present one where that may name tenants."""
    return Tenant(binding=(tenant_id, api_key, collector_url))


def trace(agent: Optional[str] = None, tool: Optional[str] = None, step: Optional[str] = None) -> Callable[[F], F]:
    """A decorator: `trace(agent="research")` is `section("agent:research")`. Without a name it is the function's
    own.
    """
    for kind, name in (("agent", agent), ("tool", tool), ("step", step)):
        if name is not None:
            return section(f"{kind}:{name}")

    def by_name(function: F) -> F:
        return section(getattr(function, "__name__", "default"))(function)

    return by_name


def _safe(value: Any) -> Optional[str]:
    try:
        return fit(value)
    except Exception:
        return None

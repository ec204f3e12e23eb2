"""Carrying the context to where it does not go by itself: threads, queues, other services."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Callable, Optional, TypeVar, cast

from ._context import EMPTY, Span, change, current, replace
from ._guard import guarded
from ._ids import uuid7
from ._text import fit

F = TypeVar("F", bound=Callable[..., Any])

_IDS = ("customer_id", "user_id", "session_id", "run_id", "trace_id")

MOST = 64
"""Sections and tags that are taken from an exported context."""


def export_context() -> dict[str, Any]:
    """The context as JSON can say it, for a message to another process. It never holds a key or an address: what is
    imported cannot send events elsewhere.
    """
    return _exported() or {}


@guarded
def _exported() -> dict[str, Any]:
    here = current()
    exported: dict[str, Any] = {name: getattr(here, name) for name in _IDS if getattr(here, name) is not None}
    if here.spans:
        exported["section_stack"] = [span.name for span in here.spans]
        exported["parent_span_id"] = here.spans[-1].id
    if here.tags:
        exported["tags"] = dict(here.tags)
    return exported


@guarded
def import_context(data: Optional[Mapping[str, Any]]) -> None:
    """Makes an exported context this task's or thread's. What it does not tell stays as it is."""
    if not isinstance(data, Mapping):
        return
    members: dict[str, Any] = {name: fit(data[name]) for name in _IDS if isinstance(data.get(name), (str, int))}
    stack = data.get("section_stack")
    if isinstance(stack, (list, tuple)):
        names = [name for name in (fit(one) for one in stack[:MOST] if isinstance(one, str)) if name]
        spans = [Span(name, uuid7()) for name in names]
        parent = fit(data.get("parent_span_id"))
        if spans and parent:
            spans[-1] = Span(spans[-1].name, parent)
        members["spans"] = tuple(spans)
    tags = data.get("tags")
    if isinstance(tags, Mapping):
        fitted = ((fit(name), fit(value)) for name, value in list(tags.items())[:MOST])
        members["tags"] = tuple((name, value) for name, value in fitted if name and value)
    change(**members)


def in_context(function: F) -> F:
    """A function that runs in the context of whoever calls *this*, for threads and executors:
    `pool.submit(in_context(work), …)`. The thread's own context is back afterwards.
    """
    here = _here()

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        before = _enter(here)
        try:
            return function(*args, **kwargs)
        finally:
            _enter(before)

    return cast(F, wrapper)


def _here() -> Any:
    try:
        return current()
    except Exception:
        return EMPTY


def _enter(context: Any) -> Any:
    """Puts a context in the place of the present one, which is returned."""
    try:
        before = current()
        replace(context)
        return before
    except Exception:
        return EMPTY


class Request:
    """The context of one request: nothing from the one that this thread or task served before, and nothing left for the
    next.
    """

    def __init__(self, customer_id: Any = None, run_id: Any = None, binding: Any = None) -> None:
        self._members = (customer_id, run_id, binding)
        self._before: Any = EMPTY

    def __enter__(self) -> Request:
        self._before = _enter(EMPTY)
        try:
            customer_id, run_id, binding = self._members
            change(customer_id=fit(customer_id), run_id=fit(run_id), binding=binding)
        except Exception:
            pass
        return self

    def __exit__(self, *error: Any) -> None:
        _enter(self._before)

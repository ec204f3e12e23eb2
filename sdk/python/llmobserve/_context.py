"""What is known about the work in hand: customer, run, section … One immutable value in one context variable.

Being a context variable, it follows asyncio tasks by itself and never reaches another request's task or thread. Threads
start with nothing; `in_context` carries it into them.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import NamedTuple, Optional

from ._config import Destination


class Span(NamedTuple):
    """An open section."""

    name: str
    id: str


class Binding(NamedTuple):
    """Where what follows goes, in place of what `observe` said."""

    destination: Destination
    tenant_id: str
    customer_id: Optional[str] = None
    """Of calls that name no other."""


class Context(NamedTuple):
    """Everything that an event takes from its surroundings."""

    customer_id: Optional[str] = None
    user_id: Optional[str] = None
    session_id: Optional[str] = None
    run_id: Optional[str] = None
    trace_id: Optional[str] = None
    spans: tuple[Span, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    binding: Optional[Binding] = None
    voice: tuple[Optional[str], Optional[str]] = (None, None)
    """Id and platform of a voice call."""


EMPTY = Context()

_current: ContextVar[Context] = ContextVar("llmobserve", default=EMPTY)


def current() -> Context:
    """The context of this task or thread."""
    return _current.get()


def replace(context: Context) -> None:
    """Makes a context the one of this task or thread."""
    _current.set(context)


def change(**members: object) -> None:
    """Sets members of the context, leaving the others as they are."""
    _current.set(_current.get()._replace(**members))  # type: ignore[arg-type]  # typed where it is called

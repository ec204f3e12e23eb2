"""The shells around a provider's functions.

A shell calls the original exactly once, hands on its result or its exception as it is, and lets nothing of ours out.
That is all it does: what is to be counted, and how, is its `Watch`'s business.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any, Callable, Optional, Protocol

from ._guard import report
from ._log import warn_once


class Ticket(Protocol):
    """One call that is being watched."""

    def returned(self, result: Any) -> Any:
        """The call gave a result. What to hand on: the result itself, or an iterator around an internal one."""

    def unwatched(self, result: Any, fault: Exception) -> Any:
        """What to hand on after `returned` has failed."""

    def failed(self, error: BaseException) -> None:
        """The call raised."""


Watch = Callable[[tuple[Any, ...], dict[str, Any]], Optional[tuple[Ticket, tuple[Any, ...], dict[str, Any]]]]
"""Looks at the arguments of a call: the ticket and the arguments to call with, or nothing for one that is not ours."""

_MARK = "__llmobserve_original__"


def patch(owner: Any, name: str, watch: Watch) -> bool:
    """Puts a shell around a function of a class. Whether it is there now; once is enough."""
    original = vars(owner).get(name)
    if original is None or not inspect.isfunction(original):
        warn_once(f"patch:{owner}.{name}", "llmobserve: %s has no %s; its calls are not recorded", owner, name)
        return False
    if not hasattr(original, _MARK):
        # A decorator may hide that what it wraps is to be awaited.
        is_async = inspect.iscoroutinefunction(inspect.unwrap(original))
        shell = _async_shell(original, watch) if is_async else _shell(original, watch)
        setattr(shell, _MARK, original)
        setattr(owner, name, shell)
    return True


def _shell(original: Callable[..., Any], watch: Watch) -> Callable[..., Any]:
    @functools.wraps(original)
    def shell(*args: Any, **kwargs: Any) -> Any:
        ticket = None
        try:
            watched = watch(args, kwargs)
            if watched is not None:
                ticket, args, kwargs = watched
        except Exception as error:
            report(original.__qualname__, error)
        if ticket is None:
            return original(*args, **kwargs)
        try:
            result = original(*args, **kwargs)
        except BaseException as error:
            try:
                ticket.failed(error)
            except Exception as broken:
                report(original.__qualname__, broken)
            raise
        try:
            return ticket.returned(result)
        except Exception as error:
            fault = error
        try:
            return ticket.unwatched(result, fault)
        except Exception:
            return result

    return shell


def _async_shell(original: Callable[..., Any], watch: Watch) -> Callable[..., Any]:
    @functools.wraps(original)
    async def shell(*args: Any, **kwargs: Any) -> Any:
        ticket = None
        try:
            watched = watch(args, kwargs)
            if watched is not None:
                ticket, args, kwargs = watched
        except Exception as error:
            report(original.__qualname__, error)
        if ticket is None:
            return await original(*args, **kwargs)
        try:
            result = await original(*args, **kwargs)
        except BaseException as error:
            try:
                ticket.failed(error)
            except Exception as broken:
                report(original.__qualname__, broken)
            raise
        try:
            return ticket.returned(result)
        except Exception as error:
            fault = error
        try:
            return ticket.unwatched(result, fault)
        except Exception:
            return result

    return shell

"""Our own failures stay ours.

Everything that runs inside a user's call is behind one of two walls: `guarded` functions log and swallow, and the
shells around them (`_wrap`, the context managers, the middlewares) swallow once more with a bare `except Exception:
pass`, in case the first wall is what broke. A `BaseException`, such as Ctrl-C, is never held back.
"""

from __future__ import annotations

import functools
import logging
from typing import Any, Callable, TypeVar, cast

from ._log import once

F = TypeVar("F", bound=Callable[..., Any])


def guarded(function: F) -> F:
    """A function that answers `None` where it would have raised."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            report(function.__qualname__, error)
            return None

    return cast(F, wrapper)


def report(where: str, error: BaseException) -> None:
    """Says once for each place and type that something inside the SDK failed."""
    try:
        kind = type(error).__name__
        once(
            f"{where}:{kind}", logging.ERROR, "llmobserve: %s failed (%s); the application is not affected", where, kind
        )
        logging.getLogger("llmobserve").debug("llmobserve: %s failed", where, exc_info=error)
    except Exception:
        pass

"""Decorating functions of every colour: plain, async, generators of both kinds.

A generator runs in its caller's context. So its scope is entered around each of its steps, and never holds while the
caller is at work between two of them.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncGenerator, Generator
from typing import Any, Callable, TypeVar, cast

from ._context import Context, current, replace

F = TypeVar("F", bound=Callable[..., Any])


def decorate(function: F, scope: Callable[[], Any]) -> F:
    """A function each call of which runs inside a new scope."""
    if inspect.isasyncgenfunction(function):
        return cast(F, _async_generator(function, scope))
    if inspect.iscoroutinefunction(function):
        return cast(F, _coroutine(function, scope))
    if inspect.isgeneratorfunction(function):
        return cast(F, _generator(function, scope))

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with scope():
            return function(*args, **kwargs)

    return cast(F, wrapper)


def _coroutine(function: Callable[..., Any], scope: Callable[[], Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        with scope():
            return await function(*args, **kwargs)

    return wrapper


class _Step:
    """Puts a generator's context in place for one step, and the caller's back after it."""

    def __init__(self) -> None:
        self.inside: Context | None = None
        self.outside: Context | None = None

    def __enter__(self) -> None:
        try:
            self.outside = current()
            if self.inside is not None:
                replace(self.inside)
        except Exception:
            pass

    def __exit__(self, *error: object) -> None:
        try:
            self.inside = current()
            if self.outside is not None:
                replace(self.outside)
        except Exception:
            pass


def _generator(function: Callable[..., Any], scope: Callable[[], Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        step, opened = _Step(), scope()
        with step:
            opened.__enter__()
            inner = function(*args, **kwargs)
        resume, value = inner.send, None
        try:
            while True:
                with step:
                    item = resume(value)
                try:
                    resume, value = inner.send, (yield item)
                except GeneratorExit:
                    with step:
                        inner.close()
                    raise
                except BaseException as error:
                    resume, value = inner.throw, error
        except StopIteration as stop:
            _leave(step, opened, None)
            return stop.value
        except BaseException as error:
            _leave(step, opened, error)
            raise

    return wrapper


def _async_generator(function: Callable[..., Any], scope: Callable[[], Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    async def wrapper(*args: Any, **kwargs: Any) -> AsyncGenerator[Any, Any]:
        step, opened = _Step(), scope()
        with step:
            opened.__enter__()
            inner = function(*args, **kwargs)
        resume, value = inner.asend, None
        try:
            while True:
                with step:
                    item = await resume(value)
                try:
                    resume, value = inner.asend, (yield item)
                except GeneratorExit:
                    with step:
                        await inner.aclose()
                    raise
                except BaseException as error:
                    resume, value = inner.athrow, error
        except StopAsyncIteration:
            _leave(step, opened, None)
        except BaseException as error:
            _leave(step, opened, error)
            raise

    return wrapper


def _leave(step: _Step, opened: Any, error: BaseException | None) -> None:
    with step:
        opened.__exit__(None, error, None)

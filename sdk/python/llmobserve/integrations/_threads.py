"""Carrying the context into threads that a provider's package uses inside of one call."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, Callable


class InContext(ThreadPoolExecutor):
    """A pool whose work runs in a copy of the context of whoever submits it."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """As the base class."""
        return super().submit(copy_context().run, function, *args, **kwargs)


class Carrying:
    """The same around a pool that is there already. Everything else is the pool's."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """As the pool."""
        return self._pool.submit(copy_context().run, function, *args, **kwargs)

    def map(self, function: Callable[..., Any], *iterables: Any, **options: Any) -> Any:
        """As the pool. Several threads cannot run in one context, so each call has its own copy."""
        here = copy_context()
        return self._pool.map(lambda *args: here.copy().run(function, *args), *iterables, **options)

    def __getattr__(self, name: str) -> Any:
        if name == "_pool":
            # A copy that has nothing in it yet.
            raise AttributeError(name)
        return getattr(self._pool, name)

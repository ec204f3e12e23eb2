"""Watching an HTTP response (of httpx, whichever its version) while the provider's package reads it.

The package, and through it the application, keeps the very response and stream objects that it would have had. Only the
functions that read and close this one response are overridden.
"""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Iterator
from typing import Any, Callable, Optional

from .._guard import report
from .._scopes import outcome
from ._exchange import Exchange
from ._read import get
from ._sse import Events, is_of_interest, parse, parse_beside_vectors, without_usage_chunk

MAX_BODY = 8 << 20
"""Bytes of a JSON body that are kept to be read. Of a longer one the usage is not known."""


class Meter:
    """Reads along."""

    def __init__(self, exchange: Exchange, response: Any) -> None:
        self.exchange = exchange
        self.status_code = response.status_code
        kind = str(response.headers.get("content-type", ""))
        self._events = Events() if "event-stream" in kind or "ndjson" in kind or "stream+json" in kind else None
        self._body: Optional[bytearray] = bytearray() if self._events is None and "json" in kind else None
        self._answer: dict[str, Any] = {}
        self._seen = 0
        self._error = False
        self._is_complete = False
        self._is_over = False
        self.is_pulling = False
        """A piece is being waited for. A response that closes meanwhile has come to its end by itself."""

    def feed(self, chunk: bytes) -> None:
        """A piece of the body."""
        if self._is_over:
            return
        if self._events is not None:
            for data in self._events.feed(chunk):
                self._event(data)
            if self._is_complete:
                self.end()
        elif self._body is not None:
            self._body += chunk
            if len(self._body) > MAX_BODY:
                self._body = None

    def _event(self, data: bytes) -> None:
        if data == b"[DONE]":
            self._is_complete = True
            return
        exchange = self.exchange
        is_first, self._seen = self._seen == 0, self._seen + 1
        if exchange.content is None and not is_of_interest(data, is_first):
            return
        event = parse(data)
        if not isinstance(event, dict):
            return
        if exchange.content is not None and exchange.api.deltas is not None:
            exchange.content.delta(exchange.api.deltas(event))
        self._error |= bool(event.get("error")) or event.get("type") == "error"
        if exchange.api.fold is not None and exchange.api.fold(self._answer, event):
            self._is_complete = True

    def end(self, status: str = "ok") -> None:
        """The body has ended, with a `status` of its own if it did so before its time."""
        if self._is_over:
            return
        self._is_over = True
        if self._body:
            is_vectors = self.exchange.api.span_type == "embedding_call"
            answer = (parse_beside_vectors if is_vectors else parse)(bytes(self._body))
            self._answer = answer if isinstance(answer, dict) else {}
        if self._is_complete:
            status = "ok"
        if self._error or self.status_code >= 400:
            status = "rate_limited" if self.status_code == 429 else "error"
        self.exchange.answered(self._answer, status)

    def closed(self) -> None:
        """The response was closed by its reader."""
        if not self.is_pulling:
            self.end("cancelled")

    def __del__(self) -> None:
        # A stream that was dropped, neither read to its end nor closed.
        _quietly(self.closed)


def watch(response: Any, exchange: Exchange, hides_usage: bool = False) -> None:
    """Counts an exchange by its response: at once if that was read already, otherwise when it has been."""
    meter = Meter(exchange, response)
    if response.is_closed:
        content = get(response, "content")
        meter.feed(content if isinstance(content, bytes) else b"")
        meter.end()
        return
    exchange.is_streaming = meter._events is not None
    _shadow(response, meter, hides_usage)


def _shadow(response: Any, meter: Meter, hides_usage: bool) -> None:
    """Makes a response one that is watched. Until it is closed, its class is one derived from its own: functions of its
    own would have to know it, and such a cycle would leave it to the garbage collector to close a response that is
    dropped.
    """
    vars(response)["_llmobserve"] = meter, hides_usage
    kind: Any = type(response)
    response.__class__ = _watched(kind)


@functools.cache
def _watched(kind: Any) -> type:
    class Watched(kind):  # type: ignore[misc]  # a class that is known at run time only
        def iter_bytes(self, *args: Any, **kwargs: Any) -> Iterator[bytes]:
            return _sync(super().iter_bytes(*args, **kwargs), *vars(self)["_llmobserve"])

        def aiter_bytes(self, *args: Any, **kwargs: Any) -> AsyncIterator[bytes]:
            return _async(super().aiter_bytes(*args, **kwargs), *vars(self)["_llmobserve"])

        def close(self) -> None:
            _closed(self, kind)
            kind.close(self)

        async def aclose(self) -> None:
            _closed(self, kind)
            await kind.aclose(self)

    Watched.__name__, Watched.__qualname__, Watched.__module__ = kind.__name__, kind.__qualname__, kind.__module__
    return Watched


def _closed(response: Any, kind: Any) -> None:
    try:
        response.__class__ = kind
        vars(response).pop("_llmobserve")[0].closed()
    except Exception:
        pass


def _sync(source: Any, meter: Meter, hides_usage: bool) -> Iterator[bytes]:
    held = b""
    try:
        while True:
            meter.is_pulling = True
            try:
                chunk = next(source)
            except StopIteration:
                break
            finally:
                meter.is_pulling = False
            chunk, held = _pass(meter, held, chunk, hides_usage)
            if chunk:
                yield chunk
    except BaseException as error:
        _ended(meter, error)
        raise
    if held:
        yield held
    _quietly(meter.end)


async def _async(source: Any, meter: Meter, hides_usage: bool) -> AsyncIterator[bytes]:
    held = b""
    try:
        while True:
            meter.is_pulling = True
            try:
                chunk = await source.__anext__()
            except StopAsyncIteration:
                break
            finally:
                meter.is_pulling = False
            chunk, held = _pass(meter, held, chunk, hides_usage)
            if chunk:
                yield chunk
    except BaseException as error:
        _ended(meter, error)
        raise
    if held:
        yield held
    _quietly(meter.end)


def _pass(meter: Meter, held: bytes, chunk: bytes, hides_usage: bool) -> tuple[bytes, bytes]:
    """What to hand on now, and what to hold until the event that it belongs to is complete."""
    try:
        meter.feed(chunk)
    except Exception as error:
        report("reading a stream", error)
    if not hides_usage:
        return chunk, b""
    whole = held + chunk
    try:
        return without_usage_chunk(whole)
    except Exception:
        # Then the crude way, if it cannot take anything else with it.
        is_usage_alone = whole.count(b"data:") == 1 and b'"choices":[],' in whole.replace(b" ", b"")
        return (b"" if is_usage_alone else whole), b""


def _ended(meter: Meter, error: BaseException) -> None:
    try:
        meter.end("cancelled" if isinstance(error, GeneratorExit) else outcome(error))
    except Exception as fault:
        report("reading a stream", fault)


def _quietly(function: Callable[[], None]) -> None:
    try:
        function()
    except Exception as error:
        report("reading a stream", error)

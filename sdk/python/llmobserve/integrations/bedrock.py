"""Amazon Bedrock through boto3: converse and invoke, at once or streamed. Its input tokens leave out the cache's."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Callable, Optional

from .._runtime import runtime
from .._scopes import outcome
from .._wrap import patch as shell
from ._exchange import Exchange, Ticket
from ._read import Api, Reading, count, get, items, text
from ._sse import parse


def patch(module: ModuleType) -> None:
    """Patches `botocore.client`."""
    shell(module.BaseClient, "_make_api_call", watch)


def watch(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`_make_api_call(self, operation_name, api_params)`"""
    if get(args[0], "meta", "service_model", "service_name") != "bedrock-runtime":
        return None
    name, request = (
        kwargs[key] if key in kwargs else args[at] for key, at in (("operation_name", 1), ("api_params", 2))
    )
    api = APIS.get(name)
    call = runtime.start("aws", api.endpoint, api.span_type) if api else None
    if api is None or call is None:
        return None
    return OperationTicket(Exchange(call, api, request, text(request, "modelId"))), args, kwargs


class OperationTicket(Ticket):
    """One operation."""

    def returned(self, result: Any) -> Any:
        """A dict; of a streaming operation it holds the stream."""
        stream = get(result, "stream") or (
            get(result, "body") if hasattr(get(result, "body"), "_event_generator") else None
        )
        if stream is None:
            self.exchange.answered(result)
        else:
            self.exchange.is_streaming = True
            _shadow(stream, Follow(self.exchange, {"ResponseMetadata": get(result, "ResponseMetadata")}))
        return result


class Follow:
    """A stream of events while the application reads it."""

    def __init__(self, exchange: Exchange, answer: dict[str, Any]) -> None:
        self.exchange, self.answer = exchange, answer
        self._is_over = self._has_metadata = False

    def event(self, event: Any) -> None:
        """An event. The one with the counts is the last."""
        metadata = get(event, "metadata") or _invocation(event)
        if metadata:
            self.answer.update(metadata)
            self._has_metadata = True
        if self.exchange.content is not None:
            self.exchange.content.delta(text(event, "contentBlockDelta", "delta", "text"))

    def end(self, error: Optional[BaseException], status: str = "ok") -> None:
        """The stream has ended, failed, or was given up."""
        if self._is_over:
            return
        self._is_over = True
        if isinstance(error, Exception) and not self._has_metadata:
            self.exchange.failed(error)
        else:
            status = outcome(error) if error is not None else status
            self.exchange.answered(self.answer, "ok" if self._has_metadata else status)

    def __del__(self) -> None:
        _quietly(lambda: self.end(None, "cancelled"))


def _invocation(event: Any) -> Optional[dict[str, Any]]:
    """The counts at the end of a streamed invocation, in the API's own spelling."""
    data = get(event, "chunk", "bytes")
    if not isinstance(data, bytes) or b"amazon-bedrock-invocationMetrics" not in data:
        return None
    metrics = get(parse(data), "amazon-bedrock-invocationMetrics")
    names = {
        "inputTokens": "inputTokenCount",
        "outputTokens": "outputTokenCount",
        "cacheReadInputTokens": "cacheReadInputTokenCount",
        "cacheWriteInputTokens": "cacheWriteInputTokenCount",
    }
    return {"usage": {ours: count(metrics, theirs) for ours, theirs in names.items()}}


def _shadow(stream: Any, follow: Follow) -> None:
    """Has this one stream, which stays the object that the application has, tell what it parses. As for HTTP responses,
    its class is derived from its own so that no cycle keeps a stream that is dropped.
    """
    vars(stream).update(_llmobserve=follow, _event_generator=_events(stream._event_generator, follow))
    kind: Any = type(stream)
    stream.__class__ = _watched(kind)


@functools.cache
def _watched(kind: Any) -> type:
    class Watched(kind):  # type: ignore[misc]  # a class that is known at run time only
        def _parse_event(self, event: Any) -> Any:
            parsed = super()._parse_event(event)
            _quietly(lambda: self._llmobserve.event(parsed))
            return parsed

        def close(self) -> None:
            _quietly(lambda: self._llmobserve.end(None, "cancelled"))
            super().close()

    Watched.__name__, Watched.__qualname__, Watched.__module__ = kind.__name__, kind.__qualname__, kind.__module__
    return Watched


def _events(generator: Iterator[Any], follow: Follow) -> Iterator[Any]:
    try:
        yield from generator
    except BaseException as error:
        _end(follow, error)
        raise
    _end(follow, None)


def _end(follow: Follow, error: Optional[BaseException]) -> None:
    _quietly(lambda: follow.end(error))


def _quietly(function: Callable[[], None]) -> None:
    try:
        function()
    except Exception:
        pass


def read_converse(request: Any, answer: Any) -> Reading:
    """A conversation's answer."""
    usage = get(answer, "usage")
    kinds = {
        "input": count(usage, "inputTokens"),
        "cache_read": count(usage, "cacheReadInputTokens"),
        "output": count(usage, "outputTokens"),
    }
    written = count(usage, "cacheWriteInputTokens")
    for detail in items(usage, "cacheDetails"):
        lifetime = text(detail, "ttl")
        if lifetime in ("5m", "1h"):
            kinds[f"cache_write_{lifetime}"] = count(detail, "inputTokens")
            written = max(0, written - count(detail, "inputTokens"))
    kinds["cache_write"] = written
    return Reading(kinds, None, text(answer, "ResponseMetadata", "RequestId"), text(answer, "serviceTier", "type"))


def read_invocation(request: Any, answer: Any) -> Reading:
    """An invocation's answer. Its body is the application's to read; the counts are in its headers, too."""
    if get(answer, "usage"):
        return read_converse(request, answer)
    headers = get(answer, "ResponseMetadata", "HTTPHeaders") or {}
    names = {
        "input": "input-token-count",
        "output": "output-token-count",
        "cache_read": "cache-read-input-token-count",
        "cache_write": "cache-write-input-token-count",
    }
    found = {kind: str(headers.get(f"x-amzn-bedrock-{name}", "")) for kind, name in names.items()}
    kinds = {kind: int(quantity) for kind, quantity in found.items() if quantity.isdecimal()}
    return Reading(kinds, None, text(answer, "ResponseMetadata", "RequestId"))


APIS = {
    "Converse": Api("converse", "llm", read_converse),
    "ConverseStream": Api("converse_stream", "llm", read_converse),
    "InvokeModel": Api("invoke_model", "llm", read_invocation),
    "InvokeModelWithResponseStream": Api("invoke_model_with_response_stream", "llm", read_invocation),
}

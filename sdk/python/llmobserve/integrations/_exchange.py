"""One exchange with a provider: a request, and an answer that comes at once or as a stream."""

from __future__ import annotations

from typing import Any, Optional

from .._content import Content
from .._event import Call
from .._guard import report
from .._runtime import runtime
from .._scopes import outcome
from ._read import Api, Reading, get


class Exchange:
    """The event of one call, put together from what is learned about it."""

    def __init__(self, call: Call, api: Api, request: Any, model: Optional[str] = None) -> None:
        self.call, self.api, self.request, self.model = call, api, request, model
        self.is_streaming = False
        self.content = Content(call.settings) if call.settings.capture_content else None
        if self.content is not None:
            self.content.request(request)

    def answered(self, answer: Any, status: str = "ok", **metadata: Any) -> None:
        """The call is over, and this is its answer (of a stream, what its events add up to)."""
        reading = self.api.read(self.request, answer)
        if status == "ok" and get(answer, "status") == "failed":
            status = "error"
        if self.content is not None and not self.is_streaming:
            self.content.answer(answer)
        self._finish(status, reading, metadata)

    def failed(self, error: BaseException) -> None:
        """The call raised."""
        self._finish(_status(error), Reading({}), _about(error))

    def lost(self) -> None:
        """The call gave an answer that could not be read. It counts all the same, as one of unknown cost."""
        self._finish("ok", Reading({}), {})

    def _finish(self, status: str, reading: Reading, metadata: dict[str, Any]) -> None:
        if self.content is not None:
            metadata = {**metadata, **self.content.texts()}
        runtime.finish(
            self.call,
            status,
            model=reading.model or self.model or get(self.request, "model"),
            usage=reading.usage,
            response_id=reading.response_id,
            service_tier=reading.service_tier,
            is_streaming=self.is_streaming,
            stream_cancelled=self.is_streaming and status == "cancelled",
            event_metadata=metadata,
        )


class Ticket:
    """A call under watch whose answer is at hand when it returns; others build on it."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    def returned(self, result: Any) -> Any:
        """The call gave this answer."""
        self.exchange.answered(result)
        return result

    def unwatched(self, result: Any, fault: Exception) -> Any:
        """`returned` has failed: the call is told without its usage, and what came is handed on."""
        report(f"reading an answer of {self.exchange.call.provider}", fault)
        self.exchange.lost()
        return result

    def failed(self, error: BaseException) -> None:
        """The call raised."""
        self.exchange.failed(error)


def _status(error: BaseException) -> str:
    return "rate_limited" if http_status(error) == 429 else outcome(error)


def http_status(error: Any) -> Optional[int]:
    """The HTTP status that an error of a provider's package carries."""
    candidates = (
        get(error, "status_code"),
        get(error, "code"),
        get(error, "status"),
        get(error, "response", "ResponseMetadata", "HTTPStatusCode"),
    )
    for status in candidates:
        if isinstance(status, int) and 100 <= status <= 599:
            return status
    return None


def _about(error: BaseException) -> dict[str, Any]:
    """What an event tells of an error: its type, never its message, which may repeat a prompt or a key."""
    return {
        key: value
        for key, value in (("error_type", type(error).__name__), ("http_status", http_status(error)))
        if value
    }

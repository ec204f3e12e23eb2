"""One provider call, from its start to the event that tells of it."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, Optional

from ._config import Destination, Settings
from ._context import current
from ._ids import uuid7
from ._log import warn_once
from ._text import MAX_PATH, fit

MAX_UNITS = 1_000_000_000
"""Most units of one kind that the collector takes."""

_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False, allow_nan=False, default=str).encode


class Call:
    """A call, or a step around calls, that is going on. Where it belongs is decided when it starts."""

    __slots__ = ("_began", "_counter", "_ended", "context", "endpoint", "provider", "settings", "span_id", "span_type")

    def __init__(
        self, settings: Settings, provider: str, endpoint: str, span_type: str = "llm", span_id: Optional[str] = None
    ) -> None:
        self.settings = settings
        self.context = current()
        self.provider, self.endpoint, self.span_type = provider, endpoint, span_type
        self.span_id = span_id or uuid7()
        self._began = time.time()
        self._counter = time.perf_counter_ns()
        self._ended = False

    @property
    def destination(self) -> Destination:
        """Where the event goes."""
        return (self.context.binding or self.settings).destination

    def end(self, status: str = "ok", **members: Any) -> Optional[bytes]:
        """The event, the first time; nothing after that. `members` are those that only the end knows."""
        if self._ended:
            return None
        self._ended = True
        latency = (time.perf_counter_ns() - self._counter) / 1_000_000
        members.setdefault("latency_ms", round(latency, 3))
        return encode({"span_type": self.span_type, "status": status, **self._place(), **members})

    def _place(self) -> dict[str, Any]:
        settings, context = self.settings, self.context
        spans, binding = context.spans, context.binding
        call_id, platform = context.voice
        return {
            "id": uuid7(),
            "timestamp": datetime.fromtimestamp(self._began, timezone.utc).isoformat(timespec="microseconds"),
            "tenant_id": (binding or settings).tenant_id,
            "customer_id": context.customer_id or (binding or settings).customer_id,
            "user_id": context.user_id,
            "session_id": context.session_id,
            "run_id": context.run_id,
            "trace_id": context.trace_id,
            "span_id": self.span_id,
            "parent_span_id": spans[-1].id if spans else None,
            "section": spans[-1].name if spans else None,
            "section_path": "/".join(span.name for span in spans),
            "provider": self.provider,
            "endpoint": self.endpoint,
            "environment": settings.environment,
            "tags": dict(context.tags),
            "voice_call_id": call_id,
            "voice_platform": platform,
        }


_PATHS = ("section_path", "endpoint")
_AS_THEY_ARE = ("usage", "tags", "event_metadata", "latency_ms", "cost_usd", "is_streaming", "stream_cancelled")


def encode(members: Mapping[str, Any]) -> bytes:
    """An event as the collector takes it: what is empty is left out, texts fit their limits."""
    event: dict[str, Any] = {}
    for name, value in members.items():
        if value is None or value == "" or value == {} or value is False:
            continue
        if name in _AS_THEY_ARE:
            event[name] = value
            continue
        text = fit(value, MAX_PATH if name in _PATHS else 256)
        if text:
            event[name] = text
    if "usage" in event:
        event["usage"] = amounts(event["usage"])
    return _encode(event).encode()


def amounts(usage: Mapping[str, Any]) -> dict[str, float]:
    """The kinds of usage whose quantity is one. A provider that sends nonsense must not cost the rest of the event."""
    kept: dict[str, float] = {}
    for kind, quantity in usage.items():
        is_number = isinstance(quantity, (int, float)) and not isinstance(quantity, bool)
        if not is_number or not math.isfinite(quantity) or not 0 <= quantity <= MAX_UNITS:
            warn_once(f"usage:{kind}", "llmobserve: a usage of %r is no quantity; it is left out", kind)
        elif quantity:
            kept[kind] = quantity
    return kept

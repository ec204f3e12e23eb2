"""Settings: an argument, then `LLMOBSERVE_*`, then the default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Callable, NamedTuple, Optional
from urllib.parse import urlsplit

from ._log import warn_once

DEFAULT_URL = "http://localhost:8000"
DEFAULT_TENANT = "default_tenant"
DEFAULT_FLUSH_MS = 500

# 0.3 sent this where nobody gave a key. It is no key.
_PLACEHOLDER_KEY = "dev-mode"

Redact = Callable[[str], Optional[str]]


class Destination(NamedTuple):
    """Where events go: a collector, and the key that decides whose they are. Each has a queue of its own."""

    collector_url: str
    api_key: Optional[str]


class Settings(NamedTuple):
    """What `observe` was told."""

    destination: Destination
    tenant_id: str = DEFAULT_TENANT
    customer_id: Optional[str] = None
    environment: Optional[str] = None
    flush_interval: float = DEFAULT_FLUSH_MS / 1_000
    """Seconds between the first event of a batch and its delivery."""
    capture_content: bool = False
    redact: Optional[Redact] = None
    flush_on_sigterm: bool = False
    providers: Mapping[str, str] = MappingProxyType({})
    """Provider by host (or host:port) of a base URL that we cannot know, such as a company's own gateway."""


def resolve(arguments: Mapping[str, Any]) -> Optional[Settings]:
    """Settings from the arguments of `observe` and the environment; nothing when the SDK is switched off."""
    if _flag(os.environ.get("LLMOBSERVE_DISABLED")):
        return None
    url = collector_url(_value(arguments, "collector_url", DEFAULT_URL))
    if url is None:
        warn_once("collector_url", "llmobserve: the collector's URL must be http(s)://host; nothing is recorded")
        return None
    return Settings(
        destination=Destination(url, api_key(_value(arguments, "api_key"))),
        tenant_id=str(_value(arguments, "tenant_id", DEFAULT_TENANT)),
        customer_id=_value(arguments, "customer_id"),
        environment=_value(arguments, "environment"),
        flush_interval=_milliseconds(_value(arguments, "flush_interval_ms", DEFAULT_FLUSH_MS)),
        capture_content=_flag(_value(arguments, "capture_content", False)),
        redact=arguments.get("redact"),
        flush_on_sigterm=_flag(_value(arguments, "flush_on_sigterm", False)),
        providers=dict(arguments.get("providers") or {}),
    )


def collector_url(text: Any) -> Optional[str]:
    """A URL without the slashes at its end, or nothing if it is none that we can post to."""
    url = str(text).strip().rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return url if usable else None


def api_key(value: Any) -> Optional[str]:
    """A key, or nothing for what stands for none."""
    text = str(value).strip() if value is not None else ""
    if not text.isascii() or not text.isprintable():
        warn_once("api_key", "llmobserve: the API key has characters that no key has; it is not used")
        return None
    return text if text and text != _PLACEHOLDER_KEY else None


def _value(arguments: Mapping[str, Any], name: str, default: Any = None) -> Any:
    if arguments.get(name) is not None:
        return arguments[name]
    return os.environ.get(f"LLMOBSERVE_{name.upper()}") or default


def _flag(value: Any) -> bool:
    return value.strip().lower() in ("1", "true", "yes", "on") if isinstance(value, str) else bool(value)


def _milliseconds(value: Any) -> float:
    try:
        seconds = float(value) / 1_000
    except (TypeError, ValueError):
        seconds = -1.0
    if not 0.0 < seconds <= 3_600.0:
        warn_once(
            "flush_interval_ms", "llmobserve: flush_interval_ms must be 1 to 3600000; %s ms is used", DEFAULT_FLUSH_MS
        )
        return DEFAULT_FLUSH_MS / 1_000
    return seconds

"""The functions that an application calls. None of them raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from . import integrations
from ._config import Redact
from ._context import change, current
from ._guard import guarded
from ._ids import uuid7
from ._log import logger, warn_once
from ._runtime import runtime
from ._text import fit

# Options of 0.3 that have nothing to switch any more: calls are recorded where the providers' packages make them.
_OBSOLETE = (
    "proxy_url",
    "auto_start_proxy",
    "use_instrumentors",
    "auto_detect_agents",
    "enable_tool_wrapping",
    "enable_llm_wrappers",
    "enable_http_fallback",
    "auto_wrap_frameworks",
)


@guarded
def observe(
    collector_url: Optional[str] = None,
    proxy_url: Optional[str] = None,
    api_key: Optional[str] = None,
    flush_interval_ms: Optional[float] = None,
    tenant_id: Optional[str] = None,
    customer_id: Optional[str] = None,
    *obsolete: Any,
    environment: Optional[str] = None,
    capture_content: Optional[bool] = None,
    redact: Optional[Redact] = None,
    flush_on_sigterm: Optional[bool] = None,
    providers: Optional[Mapping[str, str]] = None,
    **options: Any,
) -> None:
    """Records every call of the patched providers from here on.

    Each setting is the argument, then `LLMOBSERVE_` and its name in capitals, then the default. May be called again:
    what follows goes where the new call says, what was captured before stays where it belongs.

    `flush_interval_ms` is the longest an event waits before it is sent (500). `capture_content` records prompts and
    completions, up to 8 KiB of each, after `redact` has seen them. `flush_on_sigterm` delivers before a SIGTERM ends
    the process. `providers` names the provider behind hosts of one's own: `{"llm-gateway.example": "openai"}`.
    """
    for name in options:
        if name not in _OBSOLETE:
            warn_once(f"option:{name}", "llmobserve: observe() has no option %r; it is ignored", name)
    if proxy_url:
        warn_once("proxy_url", "llmobserve: there is no proxy any more; proxy_url is ignored")
    is_on = runtime.configure(
        {
            "collector_url": collector_url,
            "api_key": api_key,
            "flush_interval_ms": flush_interval_ms,
            "tenant_id": tenant_id,
            "customer_id": customer_id,
            "environment": environment,
            "capture_content": capture_content,
            "redact": redact,
            "flush_on_sigterm": flush_on_sigterm,
            "providers": providers,
        }
    )
    if is_on:
        integrations.install()


@guarded
def record(
    provider: str,
    model: Optional[str] = None,
    usage: Optional[Mapping[str, float]] = None,
    cost_usd: Optional[float] = None,
    *,
    endpoint: Optional[str] = None,
    span_type: str = "llm",
    status: str = "ok",
    latency_ms: Optional[float] = None,
    response_id: Optional[str] = None,
    service_tier: Optional[str] = None,
    timestamp: Optional[str] = None,
    metadata: Optional[Mapping[str, Any]] = None,
    **members: Any,
) -> None:
    """Records something that is not patched: a read of a database, a tool, a second of a GPU.

    `usage` holds disjoint kinds (`input`, `cache_read`, `output`, `read_units`, `seconds` …) which the collector
    prices. `cost_usd` is used where it has no price. Other members of an event may be named as the collector does.
    """
    call = runtime.start(str(provider), endpoint or "", span_type)
    if call is None:
        return
    given = {
        "model": model,
        "usage": dict(usage or {}),
        "cost_usd": cost_usd,
        "latency_ms": latency_ms,
        "response_id": response_id,
        "service_tier": service_tier,
        "timestamp": timestamp,
        "event_metadata": dict(metadata or {}),
        **members,
    }
    # How long nobody measured is not told, rather than the instant that this took.
    runtime.finish(
        call, status, **{name: value for name, value in given.items() if value is not None or name == "latency_ms"}
    )


def flush(timeout: float = 5.0) -> bool:
    """Delivers what is queued, waiting at most `timeout` seconds. Whether nothing is left."""
    return bool(_flush(timeout))


@guarded
def _flush(timeout: float) -> bool:
    return runtime.flush(timeout)


def shutdown(timeout: float = 2.0) -> bool:
    """Delivers what is queued and stops recording. Whether nothing is left."""
    return bool(_shutdown(timeout))


@guarded
def _shutdown(timeout: float) -> bool:
    return runtime.shutdown(timeout)


def is_initialized() -> bool:
    """Whether calls are being recorded."""
    return runtime.settings is not None


@guarded
def set_log_level(level: Any) -> None:
    """The level of the logger `llmobserve`, by number or name."""
    logger.setLevel(level.upper() if isinstance(level, str) else level)


@guarded
def set_customer_id(customer_id: Any = None) -> None:
    """Whose work follows in this task or thread: the tenant's own customer. `None` for nobody's."""
    change(customer_id=fit(customer_id))


@guarded
def get_customer_id() -> Optional[str]:
    """The customer whose work this is."""
    context = current()
    default = context.binding or runtime.settings
    return context.customer_id or (default.customer_id if default else None)


@guarded
def set_user_id(user_id: Any = None) -> None:
    """The person who causes what follows."""
    change(user_id=fit(user_id))


@guarded
def set_session_id(session_id: Any = None) -> None:
    """The conversation that what follows is part of."""
    change(session_id=fit(session_id))


@guarded
def set_run_id(run_id: Any = None) -> None:
    """What follows belongs to this run; without an id, to a new one."""
    change(run_id=fit(run_id) or uuid7())


def get_run_id() -> str:
    """The run that this work belongs to. Asking for it begins one where there is none."""
    return _known_or_new("run_id") or ""


@guarded
def set_trace_id(trace_id: Any = None) -> None:
    """The trace that what follows is part of, across services."""
    change(trace_id=fit(trace_id) or uuid7())


def get_trace_id() -> str:
    """The trace that this work is part of. Asking for it begins one where there is none."""
    return _known_or_new("trace_id") or ""


@guarded
def _known_or_new(name: str) -> str:
    known: Optional[str] = getattr(current(), name)
    if known is None:
        known = uuid7()
        change(**{name: known})
    return known

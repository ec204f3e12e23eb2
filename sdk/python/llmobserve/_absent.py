"""The names of llmobserve 0.3 for what we do not do.

They say so once and hand on what they were given, so that an application written for 0.3 runs as it is.
"""

from __future__ import annotations

from typing import Any, Callable, Optional

from ._log import warn_once


class BudgetExceededError(Exception):
    """Raised by 0.3 where a spending cap forbade a call. We raise it nowhere; code that catches it stays valid."""

    def __init__(self, message: str, exceeded_caps: Optional[list[Any]] = None) -> None:
        super().__init__(message)
        self.exceeded_caps = exceeded_caps or []


class CapCheckError(Exception):
    """Raised by 0.3 where caps could not be asked for. We raise it nowhere."""

    def __init__(self, message: str, status_code: Optional[int] = None) -> None:
        super().__init__(message)
        self.status_code = status_code


def _absent(name: str, instead: str) -> None:
    warn_once(f"compat:{name}", "llmobserve: %s() of 0.3 does nothing here: %s", name, instead)


def get_retry_metadata() -> None:
    """Attempts are sections, and not numbered."""
    _absent("get_retry_metadata", "each attempt is a section")


def configure_grpc_cost(
    service: Optional[str] = None, method: Optional[str] = None, cost_per_call: float = 0.0
) -> None:
    """gRPC calls are not seen."""
    _absent("configure_grpc_cost", "use record(provider, cost_usd=…)")


def clear_grpc_costs() -> None:
    """gRPC calls are not seen."""


def preview_agent_tree(file_path: Optional[str] = None, code: Optional[str] = None, filename: str = "<string>") -> str:
    """No code is analysed."""
    _absent("preview_agent_tree", "no code is analysed; see `GET /api/v1/runs/{id}` for what a run did")
    return ""


def preview_multi_language_tree(
    file_path: Optional[str] = None, code: Optional[str] = None, language: Optional[str] = None
) -> str:
    """No code is analysed."""
    return preview_agent_tree(file_path, code)


def analyze_code_file(file_path: str) -> dict[str, Any]:
    """No code is analysed."""
    _absent("analyze_code_file", "no code is analysed")
    return {}


def analyze_code_string(code: str, filename: str = "<string>") -> dict[str, Any]:
    """No code is analysed."""
    return analyze_code_file(filename)


def analyze_multi_language_file(file_path: str) -> dict[str, Any]:
    """No code is analysed."""
    return analyze_code_file(file_path)


def analyze_multi_language_code(code: str, language: str, filename: str = "<string>") -> dict[str, Any]:
    """No code is analysed."""
    return analyze_code_file(filename)


def ai_auto_instrument(file_path: str, *options: Any, **more: Any) -> dict[str, Any]:
    """No code leaves the machine, and none is changed."""
    _absent("ai_auto_instrument", "no code is changed")
    return {}


def preview_instrumentation(file_path: str, *options: Any, **more: Any) -> None:
    """No code leaves the machine, and none is changed."""
    _absent("preview_instrumentation", "no code is changed")


class AIInstrumenter:
    """No code leaves the machine, and none is changed."""

    def __init__(self, collector_url: Optional[str] = None, api_key: Optional[str] = None) -> None:
        _absent("AIInstrumenter", "no code is changed")

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: None

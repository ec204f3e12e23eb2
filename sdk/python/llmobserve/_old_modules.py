"""The modules of llmobserve 0.3 that applications import from: `from llmobserve.context import section`."""

from __future__ import annotations

import sys
from types import ModuleType

MODULES = {
    "agent_wrapper": ("agent",),
    "ai_instrument": ("AIInstrumenter", "ai_auto_instrument", "preview_instrumentation"),
    "caps": ("BudgetExceededError", "CapCheckError"),
    "celery_support": (
        "get_current_context",
        "observe_rq_job",
        "observe_task",
        "patch_celery_task",
        "restore_context",
        "with_context",
    ),
    "context": (
        "export_context",
        "get_customer_id",
        "get_run_id",
        "get_tenant_id",
        "get_trace_id",
        "get_voice_call_id",
        "get_voice_platform",
        "import_context",
        "section",
        "set_customer_id",
        "set_run_id",
        "set_tenant_id",
        "set_trace_id",
        "set_voice_call_id",
        "set_voice_platform",
        "voice_call",
    ),
    "decorators": ("trace",),
    "distributed": ("export_distributed_context", "import_distributed_context"),
    "framework_hooks": ("try_patch_frameworks",),
    "grpc_costs": ("clear_grpc_costs", "configure_grpc_cost"),
    "instrumentation": ("auto_instrument", "is_initialized", "is_instrumented"),
    "llm_wrappers": ("wrap_anthropic_client", "wrap_openai_client"),
    "multi_language_analyzer": (
        "analyze_multi_language_code",
        "analyze_multi_language_file",
        "preview_multi_language_tree",
    ),
    "observe": ("observe",),
    "retry_tracking": ("get_retry_metadata", "with_retry_tracking"),
    "robustness": ("get_patch_state", "validate_patch_integrity"),
    "static_analyzer": ("analyze_code_file", "analyze_code_string", "preview_agent_tree"),
    "tool_wrapper": ("tool", "wrap_all_tools", "wrap_tool"),
}


def register(package: ModuleType) -> None:
    """Makes them importable. They hold nothing of their own."""
    for name, members in MODULES.items():
        module = ModuleType(f"{package.__name__}.{name}", f"Names of llmobserve 0.3's `{name}`.")
        vars(module).update({member: getattr(package, member) for member in members})
        sys.modules[module.__name__] = module
        if not hasattr(package, name):
            setattr(package, name, module)

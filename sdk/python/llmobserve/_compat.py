"""The names of llmobserve 0.3 that are other words for what we have. Those for what we do not have are in `_absent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional, TypeVar

from ._carry import Request, export_context, import_context
from ._config import DEFAULT_TENANT
from ._context import Binding, change, current
from ._guard import guarded
from ._hooks import hooks
from ._ids import uuid7
from ._runtime import runtime
from ._scopes import Scope, section
from ._text import fit

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


# ---------------------------------------------------------------- sections by other names


def agent(name: str) -> Callable[[F], F]:
    """A decorator: the section `agent:name`."""
    return section(f"agent:{name}")


def tool(name: str) -> Callable[[F], F]:
    """A decorator: the section `tool:name`."""
    return section(f"tool:{name}")


def wrap_tool(func: Any, name: Optional[str] = None) -> Any:
    """A tool's function, each call of which is the section `tool:name`."""
    return section(f"tool:{name or getattr(func, '__name__', 'tool')}")(func) if callable(func) else func


def wrap_all_tools(tools: Any) -> Any:
    """The same for a list, a dict or one of them. What is no function is left alone."""
    wrapped = _wrapped(tools)
    return tools if wrapped is None else wrapped


@guarded
def _wrapped(tools: Any) -> Any:
    if isinstance(tools, dict):
        return {name: wrap_tool(one, str(name)) for name, one in tools.items()}
    if isinstance(tools, (list, tuple)):
        return type(tools)([wrap_tool(one) for one in tools])
    return wrap_tool(tools)


def with_retry_tracking(
    func: Optional[Callable[..., Any]] = None,
    *,
    max_attempts: Optional[int] = None,
    operation_name: Optional[str] = None,
) -> Any:
    """A decorator: each attempt is the section `retry:name`."""

    def decorate(it: Any) -> Any:
        return section(f"retry:{operation_name or getattr(it, '__name__', 'operation')}")(it)

    return decorate if func is None else decorate(func)


# ---------------------------------------------------------------- the context by other names


def export_distributed_context() -> dict[str, Any]:
    """As `export_context`."""
    return export_context()


def import_distributed_context(ctx: Optional[Mapping[str, Any]]) -> None:
    """As `import_context`."""
    import_context(ctx)


def get_current_context() -> dict[str, Any]:
    """As `export_context`."""
    return export_context()


def restore_context(ctx: Optional[Mapping[str, Any]]) -> None:
    """As `import_context`."""
    import_context(ctx)


def with_context(func: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Calls a function in the context that the keyword argument `_llmobserve_ctx` holds."""
    carried = kwargs.pop("_llmobserve_ctx", None)
    if carried is None:
        return func(*args, **kwargs)
    with Request():
        import_context(carried)
        return func(*args, **kwargs)


def get_tenant_id() -> str:
    """The tenant that what follows goes to."""
    return _tenant() or DEFAULT_TENANT


@guarded
def _tenant() -> Optional[str]:
    bound = current().binding or runtime.settings
    return bound.tenant_id if bound else None


@guarded
def set_tenant_id(tenant_id: Any = None) -> None:
    """Sends what follows in this task or thread to another tenant, with the key at hand; `None` for the one of
    `observe`.
    """
    binding, settings = current().binding, runtime.settings
    name = fit(tenant_id, 64)
    if name is None or settings is None:
        change(binding=None)
    elif binding is not None:
        change(binding=binding._replace(tenant_id=name))
    else:
        change(binding=Binding(settings.destination, name))


# ---------------------------------------------------------------- voice calls


class VoiceCall(Scope):
    """A voice call: what is recorded in the block carries its id and platform. `as` gives the id."""

    def __init__(self, call_id: Any, customer_id: Any, platform: Any) -> None:
        super().__init__()
        self._given = call_id, customer_id, platform
        self.call_id = ""

    def __enter__(self) -> str:
        super().__enter__()
        return self.call_id

    def _begin(self) -> Any:
        before = current()
        call_id, customer_id, platform = (fit(value) for value in self._given)
        self.call_id = call_id or uuid7()
        self._members = {"voice": (self.call_id, platform or before.voice[1])}
        if customer_id:
            self._members["customer_id"] = customer_id
        change(**self._members)
        return before


def voice_call(
    call_id: Optional[str] = None, customer_id: Optional[str] = None, platform: Optional[str] = None
) -> VoiceCall:
    """A voice call: what is recorded in the block carries its id and platform."""
    return VoiceCall(call_id, customer_id, platform)


def diy_voice_call(call_id: Optional[str] = None, customer_id: Optional[str] = None) -> VoiceCall:
    """A voice call of one's own making."""
    return VoiceCall(call_id, customer_id, "diy")


@guarded
def get_voice_call_id() -> Optional[str]:
    """The id of the voice call."""
    return current().voice[0]


@guarded
def set_voice_call_id(voice_call_id: Any = None) -> None:
    """What follows is part of this voice call."""
    change(voice=(fit(voice_call_id), current().voice[1]))


@guarded
def get_voice_platform() -> Optional[str]:
    """The platform of the voice call."""
    return current().voice[1]


@guarded
def set_voice_platform(platform: Any = None) -> None:
    """What follows is of a voice call on this platform."""
    change(voice=(current().voice[0], fit(platform)))


# ---------------------------------------------------------------- what patching does by itself


def wrap_openai_client(client: T) -> T:
    """The client as it is: its calls are recorded without a wrapper."""
    return client


def wrap_anthropic_client(client: T) -> T:
    """The client as it is: its calls are recorded without a wrapper."""
    return client


def auto_instrument(libs: Optional[list[str]] = None) -> dict[str, bool]:
    """Which of the named libraries are patched, or will be on import. `observe` patches all."""
    from .integrations import PATCHES

    known = set(PATCHES.values())
    return {name: _ours(name) in known for name in (libs if libs is not None else sorted(known))}


def is_instrumented(lib_name: str) -> bool:
    """Whether a library is patched now."""
    from .integrations import PATCHES

    return any(module in hooks.patched for module, ours in PATCHES.items() if ours == _ours(lib_name))


def _ours(name: str) -> str:
    return {"google": "google_genai", "gemini": "google_genai", "mistralai": "mistral", "boto3": "bedrock"}.get(
        name, name
    )


def get_patch_state() -> dict[str, Any]:
    """The modules that are patched now."""
    return dict.fromkeys(sorted(hooks.patched), True)


def validate_patch_integrity() -> bool:
    """A patch is put in place once, and taken back by nobody."""
    return True


def try_patch_frameworks() -> bool:
    """Frameworks call the patched packages: their calls are recorded without being patched themselves."""
    return False

#!/usr/bin/env python3
"""An exception forced in every internal function, and a user whose calls give what they would have given.

    faults.py

Real clients call fakes in every manner; what they get is written down once without faults. Then each function of the
package fails, in two ways: every call of a function that its module or class holds, and the first call of any function
at all, closures and generators included. The user's results must be identical each time.

Left out are the walls: functions that hold nothing but a `try` around others, or that only put arguments away. There
has to be one, and a wall cannot catch what breaks it.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import logging
import pkgutil
import sys
import tempfile
import textwrap
import threading
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "integration"), str(HERE.parents[1])]

from fake import Fake  # noqa: E402
from fault_scenarios import scenarios  # noqa: E402

import llmobserve  # noqa: E402
from llmobserve._runtime import runtime  # noqa: E402
from llmobserve._verdict import Answer  # noqa: E402

PACKAGE = str(Path(llmobserve.__file__).parent)

WALLS = """
_guard.guarded _guard.guarded.<locals>.wrapper _guard.report
_wrap._shell.<locals>.shell _wrap._async_shell.<locals>.shell
_scopes.Scope.__init__ _scopes.Scope.__enter__ _scopes.Scope.__exit__ _scopes.Scope.__aenter__ _scopes.Scope.__aexit__
_scopes.Scope.__call__ _scopes.Scope._again _scopes.Section.__init__ _scopes.section _scopes.customer _scopes.user
_scopes.session _scopes.run _scopes.tag _scopes.tenant _scopes.trace _scopes.trace.<locals>.by_name _scopes._safe
_colour._coroutine.<locals>.wrapper _colour._generator.<locals>.wrapper _colour._async_generator.<locals>.wrapper
_colour.decorate.<locals>.wrapper _colour._leave _colour._Step.__init__ _colour._Step.__enter__ _colour._Step.__exit__
_carry.in_context _carry.in_context.<locals>.wrapper _carry._here _carry._enter _carry.export_context
_carry.Request.__init__ _carry.Request.__enter__ _carry.Request.__exit__
_api.flush _api.shutdown _api.is_initialized _api.get_run_id _api.get_trace_id
_tasks.observe_task _tasks.observe_task.<locals>.wrapper _tasks.observe_task.<locals>.coroutine _tasks.observe_rq_job
_hooks.Hooks.find_spec
integrations._http._watched.<locals>.Watched.iter_bytes integrations._http._watched.<locals>.Watched.aiter_bytes
integrations._http._watched.<locals>.Watched.close integrations._http._watched.<locals>.Watched.aclose
integrations._http._sync integrations._http._async integrations._http._pass integrations._http._ended
integrations._http._quietly integrations._http._closed integrations._http.Meter.__del__
integrations.bedrock._watched.<locals>.Watched._parse_event integrations.bedrock._watched.<locals>.Watched.close
integrations.bedrock._events integrations.bedrock._end integrations.bedrock._quietly integrations.bedrock.Follow.__del__
integrations.google_genai._sync integrations.google_genai._async integrations.google_genai.Follow.quietly
integrations.google_genai.Follow.ended
integrations.cohere.Block.__enter__ integrations.cohere.Block.__exit__ integrations.cohere.AsyncBlock.__aenter__
integrations.cohere.AsyncBlock.__aexit__ integrations.cohere._fail integrations.cohere._follow
integrations._threads.InContext.submit integrations._threads.Carrying.__init__ integrations._threads.Carrying.map
integrations._threads.Carrying.submit
integrations._threads.Carrying.__getattr__
middleware._request.context_of middleware._asgi.ObservabilityMiddleware.__init__
middleware._asgi.ObservabilityMiddleware.__call__ middleware._wsgi.WSGIMiddleware.__init__
middleware._wsgi.WSGIMiddleware.__call__ middleware._wsgi.present middleware._wsgi.Body.__init__
middleware._wsgi.Body.__iter__ middleware._wsgi.Body.close
middleware._django.make_django_middleware middleware._django.make_django_middleware.<locals>.middleware
middleware._django.make_django_middleware.<locals>.middleware.<locals>.context
middleware._django.make_django_middleware.<locals>.middleware.<locals>.handle
middleware._django.make_django_middleware.<locals>.middleware.<locals>.handle_async middleware._django._keep_for_stream
_compat.agent _compat.tool _compat.wrap_tool _compat.wrap_all_tools _compat.with_context _compat.get_tenant_id
_compat.with_retry_tracking _compat.with_retry_tracking.<locals>.decorate _compat.voice_call
_compat.VoiceCall.__init__ _compat.VoiceCall.__enter__ _compat.get_current_context _compat.restore_context
_hooks.Hooks._hook.<locals>.exec_module
""".split()


class Forced(Exception):
    """The fault."""


def name_of(code: types.CodeType) -> str:
    module = Path(code.co_filename).relative_to(PACKAGE).with_suffix("")
    return ".".join([*module.parts, code.co_qualname])


def functions() -> Iterator[types.FunctionType]:
    """Every function that a module or a class of the package holds, below its decorators."""
    seen = set()
    for info in pkgutil.walk_packages([PACKAGE], "llmobserve."):
        module = importlib.import_module(info.name)
        holders = [module, *(one for one in vars(module).values() if inspect.isclass(one))]
        for holder in holders:
            for held in list(vars(holder).values()):
                held = held.fget if isinstance(held, property) else getattr(held, "__func__", held)
                function = inspect.unwrap(held) if callable(held) else held
                is_ours = isinstance(function, types.FunctionType) and function.__code__.co_filename.startswith(PACKAGE)
                if is_ours and id(function) not in seen:
                    seen.add(id(function))
                    yield function


def failing(code: types.CodeType) -> types.CodeType:
    """Code that raises, for a function with the same free variables."""
    names = code.co_freevars
    lines = ["def outer():", *(f"    {name} = None" for name in names), "    def inner(*args, **kwargs):"]
    lines += [f"        {name}" for name in names]
    lines += ["        raise Forced('every call')", "    return inner"]
    space: dict[str, Any] = {"Forced": Forced}
    exec("\n".join(lines), space)
    made: types.CodeType = space["outer"]().__code__
    return made


@contextmanager
def every_call(function: types.FunctionType) -> Iterator[None]:
    code = function.__code__
    # The code is looked up in the module that the function is of.
    function.__globals__["Forced"] = Forced
    function.__code__ = failing(code)
    try:
        yield
    finally:
        function.__code__ = code
        del function.__globals__["Forced"]


@contextmanager
def first_call(code: types.CodeType) -> Iterator[None]:
    fired = threading.Event()

    def tracer(frame: types.FrameType, event: str, argument: Any) -> None:
        if event == "call" and frame.f_code is code and not fired.is_set():
            fired.set()
            raise Forced("the first call")

    threading.settrace(tracer)
    sys.settrace(tracer)
    try:
        yield
    finally:
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]  # that is how it is taken away


@contextmanager
def recording(reached: dict[str, types.CodeType]) -> Iterator[None]:
    def tracer(frame: types.FrameType, event: str, argument: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            reached.setdefault(name_of(frame.f_code), frame.f_code)

    threading.settrace(tracer)
    sys.settrace(tracer)
    try:
        yield
    finally:
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]  # that is how it is taken away


def outcome(scenario: Callable[[], Any]) -> Any:
    """What a user gets: a result, or an exception."""
    try:
        result = scenario()
        return asyncio.run(result) if inspect.iscoroutine(result) else result
    except Forced as fault:
        return "FORCED", str(fault)
    except Exception as error:
        return type(error).__name__, str(error)


def main() -> int:
    logging.getLogger("llmobserve").setLevel(logging.CRITICAL + 1)
    # A fault in a finalizer is nobody's to catch: Python tells it, and nothing happens.
    sys.unraisablehook = lambda unraisable: None
    threading.excepthook = lambda arguments: None
    folder = tempfile.TemporaryDirectory()
    (Path(folder.name) / "this_is_patched.py").write_text("VALUE = 7\n")
    sys.path.insert(0, folder.name)
    fakes = {
        name: Fake(importlib.import_module(f"fake_{name}").ROUTES)
        for name in ("openai", "anthropic", "google", "bedrock", "pinecone", "mistral", "cohere")
    }
    runtime.sender.post = lambda destination, body, timeout: Answer(201, b'{"created":0}')
    llmobserve.observe("http://127.0.0.1:9", flush_interval_ms=10, capture_content=True, redact=lambda text: text)
    plays = scenarios(fakes)
    expected, reached_by = {}, {}
    for name, play in plays.items():
        expected[name] = outcome(play)
        reached: dict[str, types.CodeType] = {}
        with recording(reached):
            outcome(play)
        reached_by[name] = reached
    held = {name_of(function.__code__): function for function in functions()}
    tried = passed = 0
    broken = []
    for name, play in plays.items():
        for target, code in sorted(reached_by[name].items()):
            if target in WALLS:
                continue
            faults = [first_call(code)] + ([every_call(held[target])] if target in held else [])
            for fault in faults:
                tried += 1
                with fault:
                    got = outcome(play)
                if got == expected[name]:
                    passed += 1
                else:
                    broken.append(f"{target} in {name!r}: {got}, expected {expected[name]}")
    for line in broken[:40]:
        print(line, file=sys.stderr)
    everywhere = set().union(*reached_by.values())
    missed = sorted(set(held) - everywhere - set(WALLS))
    print(
        f"{len(everywhere)} functions reached by {len(plays)} scenarios; {len(missed)} that no call of a user's passes:"
    )
    print(textwrap.fill(" ".join(missed), 118))
    unknown = sorted(set(WALLS) - everywhere - set(held))
    print(f"walls that are not there: {unknown}" if unknown else f"{len(WALLS)} walls")
    with suppress(Exception):
        for fake in fakes.values():
            fake.close()
    print(f"{passed} passed, {tried - passed} failed")
    return 1 if passed != tried or unknown else 0


if __name__ == "__main__":
    sys.exit(main())

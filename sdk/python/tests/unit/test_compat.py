"""Every public name of llmobserve 0.3 is there, and does no harm."""

from __future__ import annotations

import importlib
from typing import Any

from support import llmobserve, no_logs, observing, runtime, unittest

# What `from llmobserve import …` finds in 0.3.0 and 0.3.7, by their `__all__` and module attributes.
NAMES = """
AIInstrumenter BudgetExceededError CapCheckError ObservabilityMiddleware agent ai_auto_instrument analyze_code_file
analyze_code_string analyze_multi_language_code analyze_multi_language_file auto_instrument clear_grpc_costs
configure_grpc_cost diy_voice_call django_middleware export_context export_distributed_context flask_before_request
get_current_context get_customer_id get_patch_state get_retry_metadata get_run_id get_trace_id get_voice_call_id
get_voice_platform import_context import_distributed_context is_initialized is_instrumented observe observe_rq_job
observe_task patch_celery_task preview_agent_tree preview_instrumentation preview_multi_language_tree restore_context
section set_customer_id set_log_level set_run_id set_trace_id set_voice_call_id set_voice_platform tool trace
try_patch_frameworks validate_patch_integrity voice_call with_context with_retry_tracking wrap_all_tools
wrap_anthropic_client wrap_openai_client wrap_tool
""".split()

MODULES = """
agent_wrapper ai_instrument caps celery_support context decorators distributed framework_hooks grpc_costs
instrumentation llm_wrappers middleware multi_language_analyzer retry_tracking robustness static_analyzer tool_wrapper
""".split()


class Names(unittest.TestCase):
    def test_they_are_there(self) -> None:
        for name in NAMES:
            self.assertTrue(hasattr(llmobserve, name), name)
            self.assertIn(name, llmobserve.__all__)
        self.assertTrue(callable(llmobserve.observe))

    def test_so_are_their_modules(self) -> None:
        for name in MODULES:
            module = importlib.import_module(f"llmobserve.{name}")
            self.assertIs(getattr(llmobserve, name), module)
        from llmobserve.context import set_tenant_id
        from llmobserve.observe import observe

        self.assertIs(observe, llmobserve.observe)
        self.assertIs(set_tenant_id, llmobserve.set_tenant_id)

    def test_all_is_all(self) -> None:
        for name in llmobserve.__all__:
            self.assertTrue(hasattr(llmobserve, name), name)
        self.assertEqual(len(llmobserve.__all__), len(set(llmobserve.__all__)))


class Behaviour(unittest.TestCase):
    def test_agents_and_tools_are_sections(self) -> None:
        @llmobserve.agent("research")
        def work() -> Any:
            return [tool() for tool in llmobserve.wrap_all_tools([search])]

        def search() -> Any:
            return llmobserve.export_context()["section_stack"]

        @llmobserve.tool("other")
        def other() -> Any:
            return search()

        with observing():
            self.assertEqual(work(), [["agent:research", "tool:search"]])
            self.assertEqual(other(), ["tool:other"])
            self.assertEqual(llmobserve.wrap_all_tools({"x": search})["x"](), ["tool:x"])
            self.assertEqual(llmobserve.wrap_tool(search, "y")(), ["tool:y"])
            self.assertEqual(llmobserve.wrap_all_tools(7), 7)

    def test_retries_are_sections(self) -> None:
        @llmobserve.with_retry_tracking(max_attempts=3, operation_name="ask")
        def ask() -> Any:
            return llmobserve.export_context()["section_stack"]

        @llmobserve.with_retry_tracking
        def bare() -> Any:
            return llmobserve.export_context()["section_stack"]

        with observing():
            self.assertEqual((ask(), bare()), (["retry:ask"], ["retry:bare"]))

    def test_voice_calls(self) -> None:
        with observing() as posts:
            with llmobserve.voice_call("call-1", "alice", "vapi") as name:
                self.assertEqual((name, llmobserve.get_voice_call_id()), ("call-1", "call-1"))
                llmobserve.record("deepgram", "nova-2", {"seconds": 61.5}, span_type="stt_call")
            with llmobserve.diy_voice_call():
                self.assertEqual(llmobserve.get_voice_platform(), "diy")
            self.assertIsNone(llmobserve.get_voice_call_id())
            runtime.flush(1)
        (event,) = posts.calls
        self.assertEqual(
            (event["voice_call_id"], event["voice_platform"], event["customer_id"]), ("call-1", "vapi", "alice")
        )

    def test_clients_are_handed_back(self) -> None:
        client = object()
        self.assertIs(llmobserve.wrap_openai_client(client), client)
        self.assertIs(llmobserve.wrap_anthropic_client(client), client)

    def test_a_tenant_by_the_old_name(self) -> None:
        with observing(tenant_id="house", api_key="k") as posts:
            llmobserve.set_tenant_id("acme")
            llmobserve.record("openai")
            llmobserve.set_tenant_id(None)
            llmobserve.record("openai")
            runtime.flush(1)
        self.assertEqual([event["tenant_id"] for event in posts.events], ["acme", "house"])

    def test_errors_can_be_caught_and_made(self) -> None:
        error = llmobserve.BudgetExceededError("m", [{"cap_id": 1}])
        self.assertEqual((str(error), error.exceeded_caps), ("m", [{"cap_id": 1}]))
        self.assertEqual(llmobserve.CapCheckError("m", 401).status_code, 401)

    def test_what_we_do_not_do_says_so_once(self) -> None:
        from llmobserve import _log

        _log.forget()
        with self.assertLogs("llmobserve") as logs:
            for _ in range(2):
                self.assertEqual(llmobserve.analyze_code_file("a.py"), {})
                self.assertEqual(llmobserve.preview_agent_tree(code="x"), "")
                llmobserve.AIInstrumenter().instrument_file("a.py")
                llmobserve.configure_grpc_cost("s", "m", 0.1)
        self.assertEqual(len(logs.output), 4)
        with no_logs():
            llmobserve.clear_grpc_costs()
            self.assertIsNone(llmobserve.get_retry_metadata())
            self.assertFalse(llmobserve.try_patch_frameworks())

    def test_contexts_by_their_old_names(self) -> None:
        with observing():
            llmobserve.restore_context({"customer_id": "alice"})
            self.assertEqual(llmobserve.export_distributed_context(), {"customer_id": "alice"})
            found = llmobserve.with_context(llmobserve.get_customer_id, _llmobserve_ctx={"customer_id": "bob"})
            self.assertEqual((found, llmobserve.get_customer_id()), ("bob", "alice"))

    def test_patch_state(self) -> None:
        with observing():
            self.assertIn("openai", llmobserve.auto_instrument())
            self.assertEqual(llmobserve.auto_instrument(["anthropic", "twilio"]), {"anthropic": True, "twilio": False})
            self.assertIsInstance(llmobserve.is_instrumented("openai"), bool)
            self.assertTrue(llmobserve.validate_patch_integrity())


if __name__ == "__main__":
    unittest.main()

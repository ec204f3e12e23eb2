"""The cases of `sdk/wire`."""

from __future__ import annotations

import importlib
from contextlib import ExitStack
from typing import Any

from support import Answer, Clock, Destination, Posts, Sender, llmobserve, no_logs, observing, runtime, unittest, wire

from llmobserve import _context
from llmobserve._event import amounts
from llmobserve._queue import Outbox
from llmobserve._verdict import judge

VOLATILE = {"id", "timestamp", "span_id", "parent_span_id", "latency_ms"}

READERS = {"aws": "bedrock", "google": "google_genai", "groq": "openai", "deepseek": "openai"}


def enter(stack: ExitStack, context: dict[str, Any]) -> None:
    """Puts a case's context in place."""
    members = {name: value for name, value in context.items() if name not in ("sections", "tags")}
    for name, value in members.items():
        getattr(llmobserve, f"set_{name}")(value)
    if "tags" in context:
        stack.enter_context(llmobserve.tag(**context["tags"]))
    for name in context.get("sections", ()):
        stack.enter_context(llmobserve.section(name))


class Events(unittest.TestCase):
    def test_events(self) -> None:
        for case in wire("events.json")["cases"]:
            with self.subTest(case["name"]), no_logs(), observing(**case["settings"]) as posts, ExitStack() as stack:
                enter(stack, case["context"])
                llmobserve.record(**case["record"])
                runtime.flush(1)
                (event,) = posts.calls
                ignored = VOLATILE | ({"run_id"} if case.get("run_is_made") else set())
                self.assertEqual({name: value for name, value in event.items() if name not in ignored}, case["event"])
                self.assertLessEqual({"id", "timestamp", "span_id"}, set(event))


class Answers(unittest.TestCase):
    def test_answers(self) -> None:
        for case in wire("answers.json")["cases"]:
            with self.subTest(case["name"]), no_logs():
                name = READERS.get(case["provider"], case["provider"])
                apis = importlib.import_module(f"llmobserve.integrations.{name}").APIS
                api = next(api for api in apis.values() if api.endpoint == case["endpoint"])
                answer = case.get("answer")
                if "stream" in case:
                    answer = {}
                    for event in case["stream"]:
                        assert api.fold is not None
                        api.fold(answer, event)
                reading = api.read(case["request"], answer)
                got = {name: value for name, value in reading._asdict().items() if value is not None}
                got["usage"] = amounts(reading.usage)
                self.assertEqual(got, case["reading"])

    def test_objects_read_like_their_json(self) -> None:
        """Packages make objects of answers; the readers do not mind."""

        class Thing:
            def __init__(self, members: dict[str, Any]) -> None:
                for name, value in members.items():
                    setattr(self, name, thing(value))

        def thing(value: Any) -> Any:
            if isinstance(value, dict):
                return Thing(value)
            return [thing(one) for one in value] if isinstance(value, list) else value

        for case in wire("answers.json")["cases"]:
            if case["provider"] in ("openai", "anthropic") and isinstance(case.get("answer"), dict):
                apis = importlib.import_module(f"llmobserve.integrations.{case['provider']}").APIS
                api = next(api for api in apis.values() if api.endpoint == case["endpoint"])
                with self.subTest(case["name"]), no_logs():
                    by_object = api.read(case["request"], thing(case["answer"]))
                    self.assertEqual(by_object, api.read(case["request"], case["answer"]))


class Retries(unittest.TestCase):
    def test_answers(self) -> None:
        for case in wire("retries.json")["answers"]:
            with self.subTest(case["name"]):
                header = case.get("headers", {}).get("Retry-After")
                verdict = judge(Answer(case["status"], case["body"].encode(), header), case["sent"])
                self.assertEqual(verdict.outcome.value, case["outcome"])
                self.assertEqual([index for index, _ in verdict.rejected], case.get("rejected", []))
                self.assertEqual(verdict.wait, case.get("wait"))

    def test_sequences(self) -> None:
        for case in wire("retries.json")["sequences"]:
            with self.subTest(case["name"]), no_logs():
                clock = Clock()
                answers = [self._answer(answer) for answer in case["answers"]]
                posts = Posts(*answers)
                sender = Sender(Outbox(clock=clock), posts, chance=lambda: 1.0, sleep=clock.sleep)
                for number in range(case["events"]):
                    sender.outbox.put(Destination("http://collector", None), b'{"id":"e%d"}' % number, 0.5)
                while sender.outbox.events:
                    clock.now += sender.outbox.next_due() or 0
                    sender.deliver()
                self.assertEqual([len(events) for _, events in posts.batches], case["attempts"])
                self.assertEqual(self._delivered(case, posts), case["delivered"])
                self.assertEqual(sender.rejected, len(case["dropped"]))

    def _answer(self, answer: Any) -> Any:
        if answer is None:
            return ConnectionRefusedError()
        header = answer.get("headers", {}).get("Retry-After")
        return Answer(answer["status"], answer.get("body", "").encode(), header)

    def _delivered(self, case: Any, posts: Posts) -> list[str]:
        found = []
        for answer, (_, events) in zip(case["answers"], posts.batches):
            if answer and answer["status"] == 201:
                refused = [index for index, _ in judge(self._answer(answer), len(events)).rejected]
                found += [event["id"] for index, event in enumerate(events) if index not in refused]
        return found


class Contexts(unittest.TestCase):
    def _same(self, got: dict[str, Any], expected: dict[str, Any]) -> None:
        if expected.get("parent_span_id") == "*":
            self.assertTrue(got.get("parent_span_id"))
            expected = {**expected, "parent_span_id": got["parent_span_id"]}
        self.assertEqual(got, expected)

    def test_exports(self) -> None:
        for case in wire("context.json")["exports"]:
            with self.subTest(case["name"]), observing(), ExitStack() as stack:
                enter(stack, case["context"])
                self._same(llmobserve.export_context(), case["exported"])

    def test_imports(self) -> None:
        for case in wire("context.json")["imports"]:
            with self.subTest(case["name"]), observing():
                llmobserve.import_context(case["data"])
                self._same(llmobserve.export_context(), case["exported"])
                self.assertIsNone(_context.current().binding)

    def test_what_is_exported_can_be_imported(self) -> None:
        with observing(), llmobserve.customer("alice"), llmobserve.section("agent:a"), llmobserve.tag(plan="pro"):
            exported = llmobserve.export_context()
        with observing():
            llmobserve.import_context(exported)
            self.assertEqual(llmobserve.export_context(), exported)


if __name__ == "__main__":
    unittest.main()

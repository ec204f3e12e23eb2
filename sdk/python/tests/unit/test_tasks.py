"""Jobs of Celery and RQ."""

from __future__ import annotations

import asyncio
import json
import sys
import types
from typing import Any
from unittest import mock

from support import llmobserve, no_logs, observing, runtime, unittest


class Signal:
    def __init__(self) -> None:
        self.receivers: dict[str, Any] = {}

    def connect(self, receiver: Any, weak: bool, dispatch_uid: str) -> None:
        self.receivers[dispatch_uid] = receiver

    def send(self, **members: Any) -> None:
        for receiver in self.receivers.values():
            receiver(sender=None, **members)


class Decorated(unittest.TestCase):
    def test_the_context_of_whoever_queued_it(self) -> None:
        @llmobserve.observe_task
        def job(number: int) -> Any:
            return number, llmobserve.export_context()

        with observing():
            with llmobserve.customer("alice"), llmobserve.section("agent:a"):
                message = json.dumps(llmobserve.get_current_context())
            llmobserve.set_customer_id("of the worker")
            number, context = job(5, _llmobserve_ctx=json.loads(message))
            self.assertEqual(number, 5)
            self.assertEqual((context["customer_id"], context["section_stack"]), ("alice", ["agent:a", "task:job"]))
            self.assertEqual(llmobserve.get_customer_id(), "of the worker")
            _, context = job(5)
            self.assertNotIn("customer_id", context)

    def test_names_and_coroutines(self) -> None:
        @llmobserve.observe_task(section="agent:nightly")
        async def job() -> Any:
            return llmobserve.export_context()["section_stack"]

        with observing():
            self.assertEqual(asyncio.run(job()), ["agent:nightly"])

    def test_rq(self) -> None:
        with observing():
            self.assertEqual(llmobserve.observe_rq_job(lambda: llmobserve.get_customer_id())(), None)


class Celery(unittest.TestCase):
    def test_a_message_carries_the_context(self) -> None:
        signals: Any = types.ModuleType("celery.signals")
        for name in ("before_task_publish", "task_prerun", "task_postrun"):
            setattr(signals, name, Signal())
        celery: Any = types.ModuleType("celery")
        celery.signals = signals
        with mock.patch.dict(sys.modules, {"celery": celery, "celery.signals": signals}), observing() as posts:
            for _ in range(2):
                llmobserve.patch_celery_task(object())
            headers: dict[str, Any] = {}
            with llmobserve.customer("alice"):
                signals.before_task_publish.send(headers=headers, body=())
            task = types.SimpleNamespace(name="work", request=types.SimpleNamespace(**json.loads(json.dumps(headers))))
            signals.task_prerun.send(task_id="1", task=task)
            self.assertEqual(llmobserve.get_customer_id(), "alice")
            llmobserve.record("openai")
            signals.task_postrun.send(task_id="1", task=task, state="SUCCESS", retval=None)
            self.assertIsNone(llmobserve.get_customer_id())
            signals.task_postrun.send(task_id="unknown", task=task)
            runtime.flush(1)
        call, section = posts.events
        self.assertEqual((call["customer_id"], call["section"]), ("alice", "task:work"))
        self.assertEqual((section["section"], section["provider"]), ("task:work", "internal"))

    def test_without_celery(self) -> None:
        with no_logs(), mock.patch.dict(sys.modules, {"celery": None}):
            llmobserve.patch_celery_task()


if __name__ == "__main__":
    unittest.main()

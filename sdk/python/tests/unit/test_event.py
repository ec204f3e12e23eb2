"""What an event is made of, and content."""

from __future__ import annotations

import json
import random
import time
import uuid
from datetime import datetime, timezone
from typing import Any

from support import llmobserve, no_logs, observing, runtime, unittest

from llmobserve import _content
from llmobserve._content import MAX_CONTENT
from llmobserve._event import encode
from llmobserve._ids import uuid7
from llmobserve._text import cut, fit
from llmobserve.integrations._exchange import Exchange, Ticket
from llmobserve.integrations._read import Api, Reading


class Ids(unittest.TestCase):
    def test_uuid7(self) -> None:
        before = time.time_ns() // 1_000_000
        ids = [uuid.UUID(uuid7()) for _ in range(1_000)]
        self.assertEqual({(one.version, one.variant) for one in ids}, {(7, uuid.RFC_4122)})
        self.assertEqual(len(set(ids)), 1_000)
        self.assertLessEqual(before, ids[0].int >> 80)
        self.assertLess((ids[-1].int >> 80) - before, 60_000)

    def test_a_seeded_application_gets_new_ids_all_the_same(self) -> None:
        random.seed(1)
        first = uuid7()
        random.seed(1)
        self.assertNotEqual(first[15:], uuid7()[15:])


class Texts(unittest.TestCase):
    def test_limits_are_in_bytes_and_never_cut_a_character(self) -> None:
        self.assertEqual(cut("aé€", 3), "aé")
        self.assertEqual(cut("aé€", 2), "a")
        for text in ("a" * 256, "é" * 128):
            self.assertEqual(fit(text), text)
        for text in ("a" * 257, "é" * 129, "€" * 500):
            fitted = fit(text)
            assert fitted is not None
            self.assertLessEqual(len(fitted.encode()), 256)
            self.assertTrue(text.startswith(fitted[:-17]))

    def test_lone_surrogates(self) -> None:
        self.assertEqual(fit("a\ud800b"), "a?b")


class Encoding(unittest.TestCase):
    def test_what_json_cannot_say_is_text(self) -> None:
        made = json.loads(encode({"id": "x", "event_metadata": {"when": datetime(2026, 1, 1, tzinfo=timezone.utc)}}))
        self.assertEqual(made["event_metadata"]["when"], "2026-01-01 00:00:00+00:00")

    def test_one_event_that_cannot_be_made_does_no_harm(self) -> None:
        circle: dict[str, Any] = {}
        circle["circle"] = circle
        with observing() as posts, no_logs():
            llmobserve.record("openai", metadata=circle)
            llmobserve.record("openai", metadata={"x": float("nan")})
            llmobserve.record("openai")
            runtime.flush(1)
        self.assertEqual(len(posts.events), 1)

    def test_times(self) -> None:
        with observing() as posts:
            call = runtime.start("openai", "chat")
            assert call is not None
            runtime.finish(call)
            runtime.finish(call)
            runtime.flush(1)
        (event,) = posts.events
        began = datetime.fromisoformat(event["timestamp"])
        self.assertLess(abs((datetime.now(timezone.utc) - began).total_seconds()), 60)
        self.assertGreaterEqual(event["latency_ms"], 0)


API = Api("chat", "llm", lambda request, answer: Reading({}))


def content_of(request: Any, answer: Any, **settings: Any) -> Any:
    with observing(**settings) as posts, no_logs():
        call = runtime.start("openai", "chat")
        assert call is not None
        Exchange(call, API, request).answered(answer)
        runtime.flush(1)
    return posts.events[0].get("event_metadata", {})


class Unreadable(unittest.TestCase):
    def test_an_answer_that_cannot_be_read_counts_without_usage(self) -> None:
        def broken(request: Any, answer: Any) -> Reading:
            raise KeyError("another version")

        with observing() as posts, no_logs():
            call = runtime.start("openai", "chat")
            assert call is not None
            ticket = Ticket(Exchange(call, Api("chat", "llm", broken), {"model": "m"}))
            result = object()
            with self.assertRaises(KeyError) as caught:
                ticket.returned(result)
            self.assertIs(ticket.unwatched(result, caught.exception), result)
            runtime.flush(1)
        (event,) = posts.events
        self.assertEqual((event["model"], event["status"], event.get("usage")), ("m", "ok", None))


class Content(unittest.TestCase):
    REQUEST = {"model": "m", "messages": [{"role": "user", "content": "my secret"}]}  # noqa: RUF012  # read only
    ANSWER = {"choices": [{"message": {"content": "an answer"}}]}  # noqa: RUF012  # read only

    def test_off_unless_asked_for(self) -> None:
        self.assertEqual(content_of(self.REQUEST, self.ANSWER), {})

    def test_on(self) -> None:
        found = content_of(self.REQUEST, self.ANSWER, capture_content=True)
        self.assertEqual(json.loads(found["input"]), self.REQUEST["messages"])
        self.assertEqual(json.loads(found["output"]), self.ANSWER["choices"])

    def test_capped(self) -> None:
        found = content_of({"prompt": "é" * 100_000}, {"text": "x" * 100_000}, capture_content=True)
        self.assertEqual((len(found["input"].encode()), len(found["output"])), (MAX_CONTENT, MAX_CONTENT))

    def test_redacted_before_it_is_cut(self) -> None:
        secret = "x" * (MAX_CONTENT - 3) + "secret"
        found = content_of(
            {"prompt": secret}, None, capture_content=True, redact=lambda text: text.replace("secret", "***")
        )
        self.assertEqual(found["input"][-5:], "xx***")

    def test_what_cannot_be_redacted_is_not_recorded(self) -> None:
        def broken(text: str) -> str:
            raise RuntimeError("no")

        for hook in (broken, lambda text: None, lambda text: 7):
            self.assertEqual(content_of({"prompt": "secret"}, None, capture_content=True, redact=hook), {})

    def test_deltas_are_bounded(self) -> None:
        with observing(capture_content=True):
            assert runtime.settings is not None
            content = _content.Content(runtime.settings)
            for _ in range(1_000):
                content.delta("x" * 1_000)
            self.assertLess(len(content._output), 20)


if __name__ == "__main__":
    unittest.main()

"""Following a streamed response, byte by byte."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from support import no_logs, observing, runtime, unittest

from llmobserve.integrations._exchange import Exchange
from llmobserve.integrations._http import watch
from llmobserve.integrations._sse import Events, is_of_interest, parse_beside_vectors, without_usage_chunk
from llmobserve.integrations.openai import APIS


class Response:
    """As far as httpx's is of interest: closes itself at its end."""

    def __init__(self, parts: list[Any], kind: str = "text/event-stream", status: int = 200) -> None:
        self.parts, self.status_code, self.headers = parts, status, {"content-type": kind}
        self.is_closed = False
        self.closes = 0

    def iter_bytes(self, chunk_size: Any = None) -> Iterator[bytes]:
        for part in self.parts:
            if isinstance(part, BaseException):
                raise part
            yield part
        self.close()

    async def aiter_bytes(self, chunk_size: Any = None) -> AsyncIterator[bytes]:
        for part in self.parts:
            if isinstance(part, BaseException):
                raise part
            yield part
        await self.aclose()

    def close(self) -> None:
        self.is_closed = True
        self.closes += 1

    async def aclose(self) -> None:
        self.close()


def sse(*bodies: Any, end: str = "\n\n") -> list[bytes]:
    return [f"data: {body if isinstance(body, str) else json.dumps(body)}{end}".encode() for body in bodies]


WORD = {"id": "c", "model": "m", "choices": [{"index": 0, "delta": {"content": "é"}}], "usage": None}
USAGE = {"id": "c", "model": "m", "choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 2}}
CHAT = sse(WORD, WORD, USAGE, "[DONE]")


def follow(response: Response, read: Any, hides_usage: bool = False, api: str = "chat/completions") -> Any:
    """What became of a response that is read in this way."""
    with observing() as posts, no_logs():
        call = runtime.start("openai", "chat")
        assert call is not None
        watch(response, Exchange(call, APIS[api], {}), hides_usage)
        got = read(response)
        del response, call
        gc.collect()
        runtime.flush(1)
    (event,) = posts.events
    return got, event


def to_the_end(response: Any) -> bytes:
    return b"".join(response.iter_bytes())


def to_the_end_async(response: Any) -> bytes:
    async def read() -> bytes:
        return b"".join([part async for part in response.aiter_bytes()])

    return asyncio.run(read())


READERS = (to_the_end, to_the_end_async)


class Reading(unittest.TestCase):
    def test_bytes_pass_untouched_and_are_counted(self) -> None:
        for read in READERS:
            response = Response(CHAT)
            got, event = follow(response, read)
            self.assertEqual(got, b"".join(CHAT))
            self.assertEqual((event["usage"], event["status"]), ({"input": 5, "output": 2}, "ok"))
            self.assertEqual((type(response), response.closes), (Response, 1))

    def test_however_they_are_cut(self) -> None:
        for end in ("\n\n", "\r\n\r\n"):
            text = b"".join(sse(WORD, WORD, USAGE, "[DONE]", end=end))
            without = b"".join(sse(WORD, WORD, "[DONE]", end=end))
            for size in (1, 2, 3, 7, 1_000):
                parts = [text[start : start + size] for start in range(0, len(text), size)]
                for hides_usage, expected in ((False, text), (True, without)):
                    got, event = follow(Response(parts), to_the_end, hides_usage)
                    self.assertEqual((got, event.get("usage")), (expected, {"input": 5, "output": 2}), size)

    def test_an_end_that_nothing_terminates(self) -> None:
        for hides in (False, True):
            got, event = follow(Response([*sse(WORD), b"data: last"]), to_the_end, hides)
            self.assertEqual(got, sse(WORD)[0] + b"data: last")
            self.assertEqual(event["status"], "ok")

    def test_a_failure_in_the_middle_is_the_same_exception(self) -> None:
        error = ConnectionError("theirs")
        for read in READERS:
            with self.assertRaises(ConnectionError) as caught, observing() as posts:
                call = runtime.start("openai", "chat")
                assert call is not None
                response = Response([CHAT[0], error])
                watch(response, Exchange(call, APIS["chat/completions"], {}))
                read(response)
            self.assertIs(caught.exception, error)
            runtime.flush(1)
            self.assertEqual([event["status"] for event in posts.events], ["error"])

    def test_an_error_that_the_stream_tells(self) -> None:
        _, event = follow(Response(sse(WORD, {"error": {"message": "busy"}})), to_the_end)
        self.assertEqual(event["status"], "error")

    def test_closed_early(self) -> None:
        def close(response: Any) -> None:
            next(response.iter_bytes())
            response.close()

        _, event = follow(Response(CHAT), close)
        self.assertEqual((event["status"], event["stream_cancelled"]), ("cancelled", True))

    def test_closed_after_its_last_event(self) -> None:
        def close(response: Any) -> None:
            parts = response.iter_bytes()
            for _ in CHAT:
                next(parts)
            response.close()

        _, event = follow(Response([*CHAT, b"\n"]), close)
        self.assertEqual((event["status"], event["usage"]), ("ok", {"input": 5, "output": 2}))

    def test_dropped(self) -> None:
        with observing() as posts:
            for begins in (True, False):
                call = runtime.start("openai", "chat")
                assert call is not None
                response = Response(CHAT)
                watch(response, Exchange(call, APIS["chat/completions"], {}))
                if begins:
                    parts = response.iter_bytes()
                    next(parts)
                    del parts
                gc.disable()
                try:
                    del response
                    runtime.flush(1)
                    self.assertEqual(len(posts.events), 2 - begins, "no cycle keeps it")
                finally:
                    gc.enable()
        self.assertEqual([event["status"] for event in posts.events], ["cancelled", "cancelled"])

    def test_json_that_is_streamed(self) -> None:
        body = json.dumps({"id": "c", "model": "m", "usage": {"prompt_tokens": 5}}).encode()
        for read in READERS:
            got, event = follow(Response([body[:10], body[10:]], "application/json"), read)
            self.assertEqual((got, event["usage"]), (body, {"input": 5}))
            self.assertNotIn("is_streaming", event)

    def test_refusals(self) -> None:
        for status, name in ((429, "rate_limited"), (500, "error")):
            _, event = follow(Response([b"{}"], "application/json", status), to_the_end)
            self.assertEqual(event["status"], name)

    def test_a_meter_that_breaks_lets_everything_pass(self) -> None:
        class Odd(dict):  # type: ignore[type-arg]  # stands for any object
            def get(self, *names: Any) -> Any:
                raise RuntimeError("ours")

        response = Response(CHAT)
        with observing(), no_logs():
            call = runtime.start("openai", "chat")
            assert call is not None
            exchange = Exchange(call, APIS["chat/completions"], {})
            watch(response, exchange, True)
            exchange.api = None  # type: ignore[assignment]  # broken on purpose
            self.assertEqual(to_the_end(response), b"".join(CHAT).replace(sse(USAGE)[0], b""))


class Parts(unittest.TestCase):
    def test_json_lines(self) -> None:
        events = Events()
        self.assertEqual(events.feed(b'{"a":1}\n{"b"'), [b'{"a":1}'])
        self.assertEqual(events.feed(b":2}\n"), [b'{"b":2}'])

    def test_data_of_several_lines_names_and_comments(self) -> None:
        self.assertEqual(Events().feed(b": hi\nevent: x\nid: 1\ndata: {\ndata: }\n\n"), [b"{\n}"])

    def test_a_line_without_an_end_is_given_up(self) -> None:
        events = Events()
        for _ in range(20):
            events.feed(b"x" * (1 << 20))
        self.assertLess(len(events._buffer), 9 << 20)

    def test_what_is_parsed(self) -> None:
        self.assertTrue(is_of_interest(b'{"usage":{"a":1}}', False))
        self.assertTrue(is_of_interest(b'{"usage": {"a":1}}', False))
        self.assertTrue(is_of_interest(b'{"usageMetadata":{}}', False))
        self.assertFalse(is_of_interest(b'{"usage":null}', False))
        self.assertFalse(is_of_interest(b'{"usage": null}', False))
        self.assertFalse(is_of_interest(b'{"text":"the \\"error\\" of mine"}', False))

    def test_only_the_chunk_that_is_usage_alone_is_hidden(self) -> None:
        text = b"".join(sse(WORD, {**WORD, "usage": {"prompt_tokens": 1}}, {"choices": []}, "[DONE]"))
        self.assertEqual(without_usage_chunk(text), (text, b""))

    def test_figures_beside_vectors(self) -> None:
        vectors = [{"embedding": [0.5] * 30_000}]
        texts = ['a "usage":{"prompt_tokens":1} in a text']
        body = {"id": "e", "texts": texts, "data": vectors, "model": "m", "usage": {"prompt_tokens": 7}}
        found = parse_beside_vectors(json.dumps(body).encode())
        self.assertEqual(found, {"id": "e", "model": "m", "usage": {"prompt_tokens": 7}})


if __name__ == "__main__":
    unittest.main()

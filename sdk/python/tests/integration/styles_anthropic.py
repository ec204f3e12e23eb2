"""Every style of calling the anthropic package."""

from __future__ import annotations

from typing import Any

import anthropic
from check import Style, raises
from fake import Fake

ASK: dict[str, Any] = {
    "model": "claude-sonnet-4-5",
    "max_tokens": 2_000,
    "messages": [{"role": "user", "content": "Count."}],
}


def styles(fake: Fake) -> list[Style]:
    def client() -> Any:
        return anthropic.Anthropic(api_key="key", base_url=fake.url, max_retries=0)

    def async_client() -> Any:
        return anthropic.AsyncAnthropic(api_key="key", base_url=fake.url, max_retries=0)

    def stream() -> None:
        told = list(client().messages.create(**ASK, stream=True))
        assert told[-1].type == "message_stop"

    def helper() -> None:
        with client().messages.stream(**ASK) as stream:
            assert "".join(stream.text_stream) == "onetwothree"
            assert stream.get_final_message().usage.output_tokens

    def helper_left() -> None:
        with client().messages.stream(**{**ASK, "messages": [{"role": "user", "content": "leave"}]}) as stream:
            next(iter(stream))

    def failed_stream() -> None:
        with raises(anthropic.APIStatusError):
            list(
                client().messages.create(
                    **{**ASK, "messages": [{"role": "user", "content": "overloaded"}]}, stream=True
                )
            )

    def raw() -> None:
        assert client().messages.with_raw_response.create(**ASK).parse().content

    def streaming_response() -> None:
        with client().messages.with_streaming_response.create(**ASK) as response:
            assert response.json()

    def refused() -> None:
        with raises(anthropic.RateLimitError):
            client().messages.create(**{**ASK, "model": "refused"})

    async def async_message() -> None:
        async with async_client() as it:
            assert (await it.messages.create(**ASK)).content

    async def async_stream() -> None:
        async with async_client() as it:
            assert [event async for event in await it.messages.create(**ASK, stream=True)]

    async def async_helper() -> None:
        async with async_client() as it, it.messages.stream(**ASK) as stream:
            assert "".join([text async for text in stream.text_stream]) == "onetwothree"

    search = [{"type": "web_search_20250305", "name": "web_search"}]
    thinking = {"type": "enabled", "budget_tokens": 1_024}
    return [
        Style("messages", lambda: client().messages.create(**ASK)),
        Style(
            "messages, caches of both lifetimes, thinking", lambda: client().messages.create(**ASK, thinking=thinking)
        ),
        Style("messages, web search", lambda: client().messages.create(**ASK, tools=search)),
        Style("messages, beta", lambda: client().beta.messages.create(**ASK)),
        Style("messages, stream", stream),
        Style("messages, stream helper", helper),
        Style("messages, stream closed early", helper_left),
        Style("messages, stream failed", failed_stream),
        Style("messages, with_raw_response", raw),
        Style("messages, with_streaming_response", streaming_response),
        Style("messages, refused (429)", refused),
        Style("messages, async", async_message),
        Style("messages, async, stream", async_stream),
        Style("messages, async, stream helper", async_helper),
    ]

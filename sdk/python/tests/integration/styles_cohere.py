"""Every style of calling the cohere package."""

from __future__ import annotations

from typing import Any

import cohere
from check import Style
from fake import Fake

ASK: dict[str, Any] = {"model": "command-r-plus", "messages": [{"role": "user", "content": "Count."}]}
EMBED: dict[str, Any] = {"model": "embed-v4.0", "input_type": "search_document", "texts": ["one"]}
RANK: dict[str, Any] = {"model": "rerank-v3.5", "query": "one", "documents": ["one", "two"]}


def styles(fake: Fake) -> list[Style]:
    def client() -> Any:
        return cohere.ClientV2(api_key="key", base_url=fake.url)

    def first() -> Any:
        return cohere.Client(api_key="key", base_url=fake.url)

    def async_client() -> Any:
        return cohere.AsyncClientV2(api_key="key", base_url=fake.url)

    def stream() -> None:
        assert len(list(client().chat_stream(**ASK))) == 4

    async def async_chat() -> None:
        assert (await async_client().chat(**ASK)).message

    async def async_stream() -> None:
        assert len([event async for event in async_client().chat_stream(**ASK)]) == 4

    return [
        Style("chat", lambda: client().chat(**ASK)),
        Style("chat, stream", stream),
        Style("chat, async", async_chat),
        Style("chat, async, stream", async_stream),
        Style("chat, version 1", lambda: first().chat(model="command-r", message="Count.")),
        Style("embed", lambda: client().embed(**EMBED, embedding_types=["float"])),
        Style("embed, version 1, in batches", lambda: first().embed(**{**EMBED, "texts": ["one"] * 200})),
        Style("rerank", lambda: client().rerank(**RANK)),
    ]

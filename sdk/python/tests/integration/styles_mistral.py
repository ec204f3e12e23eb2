"""Every style of calling the mistralai package."""

from __future__ import annotations

from typing import Any

from check import Style, raises
from fake import Fake

try:
    from mistralai import Mistral
except ImportError:
    # From 2 on.
    from mistralai.client import Mistral

ASK: dict[str, Any] = {"model": "mistral-small-latest", "messages": [{"role": "user", "content": "Count."}]}


def styles(fake: Fake) -> list[Style]:
    kept = []

    def client() -> Any:
        # One that nobody holds closes itself.
        kept.append(Mistral(api_key="key", server_url=fake.url))
        return kept[-1]

    def stream() -> None:
        with client().chat.stream(**ASK) as events:
            assert len(list(events)) == 3

    def refused() -> None:
        with raises(Exception):
            client().chat.complete(**{**ASK, "model": "refused"})

    def pages() -> None:
        document = {"type": "document_url", "document_url": "https://example.org/a.pdf"}
        client().ocr.process(model="mistral-ocr-latest", document=document)

    async def async_chat() -> None:
        async with client() as it:
            assert (await it.chat.complete_async(**ASK)).choices

    async def async_stream() -> None:
        async with client() as it:
            assert len([event async for event in await it.chat.stream_async(**ASK)]) == 3

    return [
        Style("chat", lambda: client().chat.complete(**ASK)),
        Style("chat, stream", stream),
        Style("chat, async", async_chat),
        Style("chat, async, stream", async_stream),
        Style("chat, refused (429)", refused),
        Style("fim", lambda: client().fim.complete(model="codestral-latest", prompt="one")),
        Style("embeddings", lambda: client().embeddings.create(model="mistral-embed", inputs=["one"])),
        Style("ocr", pages),
    ]

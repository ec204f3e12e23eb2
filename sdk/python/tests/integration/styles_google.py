"""Every style of calling the google-genai package."""

from __future__ import annotations

from typing import Any

from check import Style, raises
from fake import Fake
from google import genai
from google.genai import errors, types

MODEL = "gemini-2.5-flash"


def add(left: int, right: int) -> int:
    """Adds two numbers.

    Args:
        left: One number.
        right: The other.
    """
    return left + right


def styles(fake: Fake) -> list[Style]:
    def client(**options: Any) -> Any:
        return genai.Client(api_key="key", http_options=types.HttpOptions(base_url=fake.url), **options)

    def ask(**options: Any) -> Any:
        # A client that nobody holds closes itself.
        it = client()
        return it.models.generate_content(**{"model": MODEL, "contents": "Count.", **options})

    def called_functions() -> None:
        answer = ask(config=types.GenerateContentConfig(tools=[add]))
        assert answer.text, "one call for the function, and one with its result"

    def stream() -> None:
        it = client()
        chunks = list(it.models.generate_content_stream(model=MODEL, contents="Count."))
        assert len(chunks) == 4

    def chat() -> None:
        it = client()
        talk = it.chats.create(model=MODEL)
        assert talk.send_message("Count.").text and talk.send_message("On.").text

    def chat_stream() -> None:
        it = client()
        assert list(it.chats.create(model=MODEL).send_message_stream("Count."))

    def embed() -> None:
        it = client()
        assert it.models.embed_content(model="gemini-embedding-001", contents="one").embeddings

    def images() -> None:
        it = client(vertexai=True)
        assert it.models.generate_images(model="imagen-3.0-generate-001", prompt="A number.").generated_images

    def refused() -> None:
        with raises(errors.ClientError):
            ask(model="refused")

    async def async_content() -> None:
        it = client()
        assert (await it.aio.models.generate_content(model=MODEL, contents="Count.")).text

    async def async_stream() -> None:
        it = client()
        chunks = [chunk async for chunk in await it.aio.models.generate_content_stream(model=MODEL, contents="Count.")]
        assert len(chunks) == 4

    search = types.GenerateContentConfig(tools=[types.Tool(google_search=types.GoogleSearch())])
    return [
        Style("generate_content", ask),
        Style("generate_content, audio", lambda: ask(contents="listen")),
        Style("generate_content, google search", lambda: ask(config=search)),
        Style("generate_content, automatic function call", called_functions),
        Style("generate_content, stream", stream),
        Style("generate_content, refused (429)", refused),
        Style("generate_content, async", async_content),
        Style("generate_content, async, stream", async_stream),
        Style("chats", chat),
        Style("chats, stream", chat_stream),
        Style("embed_content", embed),
        Style("generate_images, Vertex", images),
    ]

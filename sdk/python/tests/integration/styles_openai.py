"""Every style of calling the openai package."""

from __future__ import annotations

import importlib
import io
from typing import Any

import openai
from check import Style, raises
from fake import Fake
from pydantic import BaseModel

# 2.x speaks httpx, 3.x httpx2.
httpx = importlib.import_module(openai.DefaultHttpxClient.__mro__[1].__module__.split(".")[0])

QUESTION: list[Any] = [{"role": "user", "content": "Count."}]


class Words(BaseModel):
    words: list[str]


class Redirect(httpx.BaseTransport, httpx.AsyncBaseTransport):  # type: ignore[misc,name-defined]  # of the module found above
    """Takes every request to the fake, whatever host it is for: the client, and so the SDK, sees the real address."""

    def __init__(self, fake: Fake) -> None:
        self.port = fake.port
        self.sync, self.asynchronous = httpx.HTTPTransport(), httpx.AsyncHTTPTransport()

    def _to_fake(self, request: Any) -> Any:
        request.headers["host"] = request.url.host
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        return request

    def handle_request(self, request: Any) -> Any:
        return self.sync.handle_request(self._to_fake(request))

    async def handle_async_request(self, request: Any) -> Any:
        return await self.asynchronous.handle_async_request(self._to_fake(request))


def styles(fake: Fake) -> list[Style]:
    def client(**options: Any) -> Any:
        kind = options.pop("kind", openai.OpenAI)
        is_async = kind.__name__.startswith("Async")
        http_client = (httpx.AsyncClient if is_async else httpx.Client)(transport=Redirect(fake))
        return kind(api_key="key", http_client=http_client, max_retries=0, **options)

    def chat(it: Any, **options: Any) -> Any:
        return it.chat.completions.create(**{"model": "gpt-4o-mini", "messages": QUESTION, **options})

    async def async_client(**options: Any) -> Any:
        return client(kind=openai.AsyncOpenAI, **options)

    def stream() -> None:
        chunks = list(chat(client(), stream=True))
        assert all(chunk.choices for chunk in chunks), "the chunk that was not asked for is hidden"
        assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == "onetwothreefour"

    def stream_asked() -> None:
        *_, last = chat(client(), stream=True, stream_options={"include_usage": True})
        assert last.usage.total_tokens and not last.choices, "the chunk that was asked for is there"

    def stream_refused() -> None:
        list(chat(client(), stream=True, stream_options={"include_usage": False}))

    def stream_closed() -> None:
        with chat(client(), stream=True) as stream:
            assert type(stream) is openai.Stream
            next(iter(stream))

    def stream_broken() -> None:
        with raises(Exception):
            list(chat(client(), model="gpt-4.1-nano", stream=True))

    def helper() -> None:
        with client().chat.completions.stream(model="gpt-4o-mini", messages=QUESTION) as stream:
            for _ in stream:
                pass
            assert stream.get_final_completion().choices

    def raw() -> None:
        response = client().chat.completions.with_raw_response.create(model="gpt-4o-mini", messages=QUESTION)
        assert response.headers["content-type"] == "application/json"
        assert response.parse().usage.total_tokens

    def raw_stream() -> None:
        response = client().chat.completions.with_raw_response.create(
            model="gpt-4o-mini", messages=QUESTION, stream=True
        )
        assert all(chunk.choices for chunk in response.parse())

    def streaming_response() -> None:
        with client().chat.completions.with_streaming_response.create(
            model="gpt-4o-mini", messages=QUESTION
        ) as response:
            assert response.parse().choices

    def streaming_lines() -> None:
        with client().chat.completions.with_streaming_response.create(
            model="gpt-4o-mini", messages=QUESTION, stream=True
        ) as response:
            lines = [line for line in response.iter_lines() if line]
        assert lines[-1] == "data: [DONE]" and '"usage": {' not in "".join(lines)

    def parse() -> None:
        # In 1.x it was below `beta`.
        answer = client().chat.completions.parse(model="gpt-4o-mini", messages=QUESTION, response_format=Words)
        assert answer.choices[0].message.parsed.words == ["one"]

    def refused() -> None:
        with raises(openai.RateLimitError):
            chat(client(), model="refused")

    async def async_chat() -> None:
        async with await async_client() as it:
            assert (await chat(it)).choices

    async def async_stream() -> None:
        async with await async_client() as it:
            chunks = [chunk async for chunk in await chat(it, stream=True)]
        assert all(chunk.choices for chunk in chunks) and len(chunks) == 5

    async def async_raw() -> None:
        async with await async_client() as it:
            response = await it.chat.completions.with_raw_response.create(model="gpt-4o-mini", messages=QUESTION)
            assert response.parse().choices

    async def async_streaming_response() -> None:
        async with (
            await async_client() as it,
            it.chat.completions.with_streaming_response.create(model="gpt-4o-mini", messages=QUESTION) as response,
        ):
            assert await response.json()

    def ask(**options: Any) -> Any:
        return client().responses.create(model="gpt-5-mini", input="Count.", **options)

    def response_stream() -> None:
        told = list(ask(stream=True))
        assert told[-1].type == "response.completed"

    def response_helper() -> None:
        with client().responses.stream(model="gpt-5-mini", input="Count.") as stream:
            for _ in stream:
                pass

    def response_parse() -> None:
        assert client().responses.parse(model="gpt-5-mini", input="Count.", text_format=Words).output_parsed

    async def async_response_stream() -> None:
        async with await async_client() as it:
            async for _ in await it.responses.create(model="gpt-5-mini", input="Count.", stream=True):
                pass

    async def async_response() -> None:
        async with await async_client() as it:
            assert await it.responses.create(model="gpt-5-mini", input="Count.")

    async def async_embed() -> None:
        async with await async_client() as it:
            await it.embeddings.create(model="text-embedding-3-small", input="one")

    def image(**options: Any) -> Any:
        return client().images.generate(**{"model": "gpt-image-1", "prompt": "A number.", **options})

    def edit() -> None:
        client().images.edit(model="gpt-image-1", prompt="A number.", image=("a.png", io.BytesIO(b"png"), "image/png"))

    def transcribe(model: str, **options: Any) -> Any:
        sound = ("a.mp3", io.BytesIO(b"sound"), "audio/mpeg")
        return client().audio.transcriptions.create(model=model, file=sound, **options)

    def speak() -> None:
        spoken = client().audio.speech.create(model="tts-1", voice="alloy", input="One, two, thrée.")
        assert spoken.content.startswith(b"ID3")

    def speak_stream() -> None:
        create = client().audio.speech.with_streaming_response.create
        with create(model="tts-1", voice="alloy", input="One, two.") as response:
            assert b"".join(response.iter_bytes()).startswith(b"ID3")

    def azure(version: str, **options: Any) -> None:
        it = client(kind=openai.AzureOpenAI, azure_endpoint="https://us.openai.azure.com", api_version=version)
        answer = chat(it, model="my-deployment", **options)
        if options.get("stream"):
            list(answer)

    def at(url: str, **options: Any) -> None:
        answer = chat(client(base_url=url), **options)
        if options.get("stream"):
            list(answer)

    return [
        Style("chat", lambda: chat(client())),
        Style("chat, tier flex", lambda: chat(client(), model="gpt-5-mini", service_tier="flex")),
        Style("chat, audio", lambda: chat(client(), model="gpt-audio")),
        Style("chat, stream", stream),
        Style("chat, stream with usage asked for", stream_asked),
        Style("chat, stream with usage declined", stream_refused),
        Style("chat, stream broken", stream_broken),
        Style("chat, stream helper", helper),
        Style("chat, parse", parse),
        Style("chat, with_raw_response", raw),
        Style("chat, with_raw_response, stream", raw_stream),
        Style("chat, with_streaming_response", streaming_response),
        Style("chat, with_streaming_response, lines", streaming_lines),
        Style("chat, refused (429)", refused),
        Style("chat, async", async_chat),
        Style("chat, async, stream", async_stream),
        Style("chat, async, with_raw_response", async_raw),
        Style("chat, async, with_streaming_response", async_streaming_response),
        Style("completions", lambda: client().completions.create(model="gpt-3.5-turbo-instruct", prompt="One")),
        Style("responses", ask),
        Style("responses, tier flex", lambda: ask(service_tier="flex")),
        Style("responses, web search", lambda: ask(tools=[{"type": "web_search_preview"}])),
        Style("responses, stream", response_stream),
        Style("responses, stream helper", response_helper),
        Style("responses, parse", response_parse),
        Style("responses, async", async_response),
        Style("responses, async, stream", async_response_stream),
        Style("embeddings", lambda: client().embeddings.create(model="text-embedding-3-small", input="one")),
        Style("embeddings, async", async_embed),
        Style("images, by tokens", image),
        Style("images, by the piece", lambda: image(model="dall-e-3", quality="hd", size="1024x1792")),
        Style("images, stream", lambda: list(image(stream=True, partial_images=1))),
        Style("images, edit", edit),
        Style("audio, transcription by tokens", lambda: transcribe("gpt-4o-transcribe")),
        Style("audio, transcription by seconds", lambda: transcribe("whisper-1")),
        Style("audio, transcription, stream", lambda: list(transcribe("gpt-4o-mini-transcribe", stream=True))),
        Style("audio, speech", speak),
        Style("audio, speech, with_streaming_response", speak_stream),
        Style("Azure", lambda: azure("2024-10-21")),
        Style("Azure, stream", lambda: azure("2024-10-21", stream=True)),
        Style("Azure without a version, stream", lambda: at("https://us.openai.azure.com/openai/v1/", stream=True)),
        Style("Azure, stream, old API version", lambda: azure("2024-02-01", stream=True)),
        Style("Groq", lambda: at("https://api.groq.com/openai/v1", model="openai/gpt-oss-20b")),
        Style("DeepSeek, stream", lambda: at("https://api.deepseek.com", model="deepseek-chat", stream=True)),
        Style("Mistral, stream", lambda: at("https://api.mistral.ai/v1", model="mistral-small", stream=True)),
        Style("chat, stream closed early", stream_closed, is_given_up=True),
    ]

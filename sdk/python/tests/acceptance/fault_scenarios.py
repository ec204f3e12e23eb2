"""What a user does, and what comes of it: everything that does not differ from one time to the next."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import anthropic
import boto3
import cohere
import openai
import pinecone
from botocore.config import Config
from google import genai
from google.genai import types

import llmobserve
from llmobserve._hooks import hooks
from llmobserve._runtime import runtime
from llmobserve._verdict import Answer

try:
    from mistralai import Mistral
except ImportError:
    # From 2 on.
    from mistralai.client import Mistral

QUESTION: Any = [{"role": "user", "content": "Count."}]
CLAUDE: Any = {"model": "claude-sonnet-4-5", "max_tokens": 9, "messages": QUESTION}


def scenarios(fakes: Any) -> dict[str, Callable[[], Any]]:
    """By name."""
    url = {name: fake.url for name, fake in fakes.items()}
    chat = openai.OpenAI(api_key="key", base_url=url["openai"] + "/v1", max_retries=0)
    claude = anthropic.Anthropic(api_key="key", base_url=url["anthropic"], max_retries=0)
    gemini = genai.Client(api_key="key", http_options=types.HttpOptions(base_url=url["google"]))
    bedrock = boto3.client(
        "bedrock-runtime",
        region_name="us-east-1",
        endpoint_url=url["bedrock"],
        aws_access_key_id="id",
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}),
    )
    index = pinecone.Pinecone(api_key="key").Index(host=url["pinecone"])
    command = cohere.ClientV2(api_key="key", base_url=url["cohere"])
    mistral = Mistral(api_key="key", server_url=url["mistral"])

    def ask(**options: Any) -> Any:
        return chat.chat.completions.create(**{"model": "gpt-4o-mini", "messages": QUESTION, **options})

    def text(chunks: Any) -> Any:
        return [(choice.delta.content, choice.finish_reason) for chunk in chunks for choice in chunk.choices]

    def raw() -> Any:
        response = chat.chat.completions.with_raw_response.create(model="gpt-4o-mini", messages=QUESTION)
        return type(response).__name__, response.status_code, response.parse().choices[0].message.content

    def streaming_lines() -> Any:
        create = chat.chat.completions.with_streaming_response.create
        with create(model="gpt-4o-mini", messages=QUESTION) as response:
            return len(list(response.iter_lines()))

    def closed() -> Any:
        with ask(stream=True) as stream:
            return type(stream).__name__, next(iter(stream)).choices[0].delta.content

    async def async_chat() -> Any:
        async with openai.AsyncOpenAI(api_key="key", base_url=url["openai"] + "/v1", max_retries=0) as client:
            answer = await client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION)
            stream = await client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION, stream=True)
            return answer.choices[0].message.content, [len(chunk.choices) async for chunk in stream]

    def message() -> Any:
        with claude.messages.stream(**CLAUDE) as stream:
            return claude.messages.create(**CLAUDE).content[0].text, "".join(stream.text_stream)

    def content() -> Any:
        ask_gemini: Any = {"model": "gemini-2.5-flash", "contents": "listen"}
        chunks = gemini.models.generate_content_stream(**ask_gemini)
        made = gemini.models.embed_content(model="gemini-embedding-001", contents="one").embeddings
        return gemini.models.generate_content(**ask_gemini).text, [chunk.text for chunk in chunks], len(made or ())

    async def async_content() -> Any:
        stream = await gemini.aio.models.generate_content_stream(model="gemini-2.5-flash", contents="Count.")
        return [chunk.text async for chunk in stream]

    def converse() -> Any:
        asked: Any = {"modelId": "m", "messages": [{"role": "user", "content": [{"text": "Count."}]}]}
        stream = bedrock.converse_stream(**asked)["stream"]
        first = bedrock.converse_stream(**asked)["stream"]
        next(iter(first))
        first.close()
        invoked = bedrock.invoke_model_with_response_stream(modelId="m", body="{}")["body"]
        said = bedrock.converse(**asked)["output"]
        return said, type(stream).__name__, [list(event) for event in stream], len(list(invoked))

    def vectors() -> Any:
        found = index.query_namespaces(vector=[0.5, 0.25], namespaces=["n", "m"], metric="cosine", top_k=1)
        return len(found.matches), index.query(vector=[0.5, 0.25], top_k=1).matches[0].id

    def mistral_chat() -> Any:
        asked: Any = {"model": "mistral-small", "messages": QUESTION}
        with mistral.chat.stream(**asked) as events:
            told = [event.data.choices[0].delta.content for event in events]
        made = mistral.embeddings.create(model="mistral-embed", inputs=["one"])
        return mistral.chat.complete(**asked).choices[0].message.content, told, len(made.data)

    def command_chat() -> Any:
        asked: Any = {"model": "command-r", "messages": QUESTION}
        return command.chat(**asked).message.content[0].text, [event.type for event in command.chat_stream(**asked)]

    def command_embed() -> Any:
        client = cohere.Client(api_key="key", base_url=url["cohere"])
        return len(
            client.embed(model="embed-v4.0", input_type="search_document", texts=["one"] * 200).embeddings.float_
        )

    async def async_command() -> Any:
        client = cohere.AsyncClientV2(api_key="key", base_url=url["cohere"])
        return [event.type async for event in client.chat_stream(model="command-r", messages=QUESTION)]

    def calls() -> Any:
        answer = chat.responses.create(model="gpt-5-mini", input="Count.", tools=[{"type": "web_search_preview"}])
        told = [event.type for event in chat.responses.create(model="gpt-5-mini", input="Count.", stream=True)]
        sound: Any = ("a.mp3", b"sound", "audio/mpeg")
        heard = list(chat.audio.transcriptions.create(model="gpt-4o-mini-transcribe", file=sound, stream=True))
        spoken = chat.audio.speech.create(model="tts-1", voice="alloy", input="One.")
        images = chat.images.generate(model="gpt-image-1", prompt="One.")
        return answer.output_text, told, len(heard), len(spoken.content), len(images.data or ())

    return {
        "chat": lambda: (type(answer := ask()).__name__, answer.choices[0].message.content),
        "chat, stream": lambda: (type(stream := ask(stream=True)).__name__, text(stream)),
        "chat, stream with usage": lambda: len(list(ask(stream=True, stream_options={"include_usage": True}))),
        "chat, stream closed": closed,
        "chat, stream broken": lambda: text(ask(stream=True, model="gpt-4.1-nano")),
        "chat, refused": lambda: ask(model="refused"),
        "chat, raw": raw,
        "chat, lines": streaming_lines,
        "chat, async": async_chat,
        "responses, speech, images": calls,
        "embeddings": lambda: len(chat.embeddings.create(model="text-embedding-3-small", input="one").data),
        "anthropic": message,
        "google": content,
        "google, async": async_content,
        "bedrock": converse,
        "pinecone": vectors,
        "mistral": mistral_chat,
        "cohere": command_chat,
        "cohere, batches": command_embed,
        "cohere, async": async_command,
        **langchain(),
        **contexts(),
    }


def langchain() -> dict[str, Callable[[], Any]]:
    """A tool, where LangChain is there."""
    try:
        from langchain_core.tools import tool
    except ImportError:
        return {}

    @tool
    def search(question: str) -> str:
        """Searches."""
        if question == "fail":
            raise KeyError("the tool's")
        return question

    async def tools() -> Any:
        failed = "not"
        try:
            search.invoke({"question": "fail"})
        except KeyError as error:
            failed = str(error)
        return search.invoke({"question": "one"}), await search.ainvoke({"question": "two"}), failed

    return {"langchain": tools}


def contexts() -> dict[str, Callable[[], Any]]:
    """The SDK's own functions: the user's code inside them gives what it gives."""

    @llmobserve.section("s")
    def function(number: int) -> int:
        return number

    @llmobserve.trace(agent="a")
    async def coroutine(number: int) -> int:
        await asyncio.sleep(0)
        return number

    @llmobserve.tool("t")
    def generator() -> Any:
        sent = yield 1
        yield sent

    @llmobserve.agent("g")
    async def async_generator() -> Any:
        yield 1
        yield 2

    def blocks() -> Any:
        with (
            llmobserve.run(),
            llmobserve.customer("c"),
            llmobserve.user("u"),
            llmobserve.session("s"),
            llmobserve.section("a"),
            llmobserve.tag(x="y"),
            llmobserve.tenant("t", "k"),
            llmobserve.voice_call("v"),
        ):
            return "done"

    def error() -> Any:
        with llmobserve.section("a"), llmobserve.customer("c"):
            raise KeyError("the user's")

    async def colours() -> Any:
        steps = generator()
        return function(1), await coroutine(2), next(steps), steps.send(3), [one async for one in async_generator()]

    def told() -> Any:
        llmobserve.set_customer_id("c")
        llmobserve.set_user_id("u")
        llmobserve.set_session_id("s")
        llmobserve.set_run_id()
        llmobserve.set_trace_id()
        llmobserve.record("openai", "m", {"input": 1}, metadata={"a": 1})
        llmobserve.import_context(llmobserve.export_context())
        llmobserve.get_customer_id()
        llmobserve.get_run_id()
        llmobserve.get_tenant_id()
        llmobserve.set_tenant_id("t")
        llmobserve.set_tenant_id(None)
        llmobserve.set_voice_call_id("v")
        llmobserve.set_voice_platform("p")
        llmobserve.get_voice_call_id()
        llmobserve.is_initialized()
        llmobserve.observe("http://127.0.0.1:9", flush_interval_ms=10, capture_content=True)
        return "done"

    def threads() -> Any:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(llmobserve.in_context(function), 5).result()

    async def tasks() -> Any:
        carried = llmobserve.get_current_context()
        done = await llmobserve.observe_task(coroutine)(6, _llmobserve_ctx=carried)
        return llmobserve.observe_task(function)(5, _llmobserve_ctx=carried), done

    def wsgi() -> Any:
        def app(environ: Any, start_response: Any) -> Any:
            return (part for part in (b"1", b"2"))

        body = llmobserve.WSGIMiddleware(app, tenant=lambda environ: ("t", "k"))({"HTTP_X_CUSTOMER_ID": "c"}, None)
        parts = list(body)
        body.close()
        return parts

    async def asgi() -> Any:
        served = []

        async def app(scope: Any, receive: Any, send: Any) -> None:
            served.append(scope["type"])

        await llmobserve.ASGIMiddleware(app)({"type": "http", "headers": [(b"x-customer-id", b"c")]}, None, None)
        return served

    async def django() -> Any:
        async def respond(request: Any) -> str:
            return "asynchronous"

        class Streamed:
            streaming = True

            def __init__(self) -> None:
                self.streaming_content = iter((b"1", b"2"))

        request = type("Request", (), {"headers": {"X-Customer-ID": "c"}})()
        streamed = llmobserve.django_middleware(lambda request: Streamed())(request)
        return list(streamed.streaming_content), await llmobserve.django_middleware(respond)(request)

    def decorating() -> Any:
        """As a module does when it is imported."""

        @llmobserve.with_retry_tracking(operation_name="r")
        @llmobserve.trace()
        def retried(number: int) -> int:
            return number

        @llmobserve.section("g")
        def steps() -> Any:
            yield from range(3)

        @llmobserve.section("c")
        async def waits() -> int:
            return 3

        @llmobserve.section("a")
        async def both() -> Any:
            yield await waits()

        async def read() -> Any:
            return [one async for one in both()]

        tools = llmobserve.wrap_all_tools([function])
        return retried(1), list(steps()), asyncio.run(read()), [tool(1) for tool in tools]

    def importing() -> Any:
        """A library that is patched when it is imported."""
        sys.modules.pop("this_is_patched", None)
        with suppress(Exception):
            hooks.add("this_is_patched", lambda module: None)
        return importlib.import_module("this_is_patched").VALUE

    def ending() -> Any:
        """Delivery by whoever flushes, as at the end of a process, to a collector with moods."""
        moods = [Answer(201, b'{"created":0}')] * 50 + [Answer(413), Answer(503, b"", "0")]
        runtime.sender.post = lambda *arguments: moods.pop()
        llmobserve.record("openai", "m", {"input": 1})
        with suppress(Exception):
            runtime.sender.stop()
        return isinstance(llmobserve.flush(0.3), bool), isinstance(llmobserve.shutdown(0.3), bool)

    def again() -> Any:
        llmobserve.observe("http://127.0.0.1:9", flush_interval_ms=10, capture_content=True)
        return "done"

    return {
        "blocks": blocks,
        "an error in blocks": error,
        "colours": colours,
        "functions": told,
        "threads": threads,
        "tasks": tasks,
        "decorating": decorating,
        "importing": importing,
        "ending": ending,
        "beginning again": again,
        "WSGI": wsgi,
        "ASGI": asgi,
        "Django": django,
    }

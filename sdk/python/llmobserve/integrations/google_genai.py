"""google-genai: every request of a client, below chats, automatic function calls and both kinds of streams.

Google's prompt count includes what the cache served, by modality; its count of candidates leaves out thoughts.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from types import ModuleType
from typing import Any, Optional

from .._runtime import runtime
from .._scopes import outcome
from .._wrap import patch as shell
from ._exchange import Exchange, Ticket
from ._read import Api, Reading, count, get, items, text
from ._sse import parse

# `models/gemini-2.5-flash:generateContent`, at the end of any path.
CALL = re.compile(r"models/(?P<model>[^/:?]+):(?P<method>\w+)")

# Before the third generation a grounded answer is billed once, however often it searched.
BILLED_ONCE = ("gemini-1", "gemini-2")


def patch(module: ModuleType) -> None:
    """Patches `google.genai._api_client`."""
    client = module.BaseApiClient
    for name in ("request", "async_request", "request_streamed", "async_request_streamed"):
        shell(client, name, watch)


def watch(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`request(self, http_method, path, request_dict, …)`"""
    path, request = (kwargs[name] if name in kwargs else args[at] for name, at in (("path", 2), ("request_dict", 3)))
    found = CALL.search(path)
    api = APIS.get(found["method"]) if found else None
    call = runtime.start("google", api.endpoint, api.span_type) if api else None
    if found is None or api is None or call is None:
        return None
    return RequestTicket(Exchange(call, api, request, found["model"])), args, kwargs


class RequestTicket(Ticket):
    """One request."""

    def returned(self, result: Any) -> Any:
        """A response with the JSON as text, or a generator of such, which is the package's own business."""
        if hasattr(result, "__anext__"):
            return _async(result, Follow(self.exchange))
        if hasattr(result, "__next__"):
            return _sync(result, Follow(self.exchange))
        self.exchange.answered(_json(result))
        return result


class Follow:
    """The chunks of a stream. Each repeats the counts so far; the last one's are final."""

    def __init__(self, exchange: Exchange) -> None:
        exchange.is_streaming = True
        self.exchange = exchange
        self.answer: dict[str, Any] = {}

    def quietly(self, chunk: Any) -> None:
        """Takes a chunk."""
        try:
            event = _json(chunk)
            self.answer.update({name: value for name, value in event.items() if value})
            if self.exchange.content is not None:
                self.exchange.content.delta(_text(event))
        except Exception:
            pass

    def ended(self, error: Optional[BaseException]) -> None:
        """The stream ended, or was given up."""
        try:
            if isinstance(error, Exception):
                self.exchange.failed(error)
            else:
                self.exchange.answered(self.answer, outcome(error))
        except Exception:
            pass


def _sync(chunks: Iterator[Any], follow: Follow) -> Iterator[Any]:
    try:
        for chunk in chunks:
            follow.quietly(chunk)
            yield chunk
    except BaseException as error:
        follow.ended(error)
        raise
    follow.ended(None)


async def _async(chunks: AsyncIterator[Any], follow: Follow) -> AsyncIterator[Any]:
    try:
        async for chunk in chunks:
            follow.quietly(chunk)
            yield chunk
    except BaseException as error:
        follow.ended(error)
        raise
    follow.ended(None)


def _json(response: Any) -> dict[str, Any]:
    body = get(response, "body")
    value = response if isinstance(response, dict) else parse(body) if isinstance(body, (str, bytes)) else None
    return value if isinstance(value, dict) else {}


def _text(event: Any) -> Optional[str]:
    for candidate in items(event, "candidates"):
        return "".join(text(part, "text") or "" for part in items(candidate, "content", "parts"))
    return None


def read_content(request: Any, answer: Any) -> Reading:
    """Generated content."""
    usage = get(answer, "usageMetadata")
    model = text(answer, "modelVersion")
    kinds: dict[str, float] = {}
    prompt = count(usage, "promptTokenCount") + count(usage, "toolUsePromptTokenCount")
    cached = count(usage, "cachedContentTokenCount")
    read = _by_modality(cached, items(usage, "cacheTokensDetails"), "cache_read", "cache_read_{}")
    of = list(items(usage, "promptTokensDetails")) + list(items(usage, "toolUsePromptTokensDetails"))
    for kind, quantity in _by_modality(prompt, of, "input", "input_{}").items():
        kinds[kind] = max(0, quantity - read.get(kind.replace("input", "cache_read"), 0))
    # What was cached without a modality being told was taken from text; put right what that cannot have been.
    kinds["input"] = max(0, prompt - cached - sum(quantity for kind, quantity in kinds.items() if kind != "input"))
    written = _by_modality(
        count(usage, "candidatesTokenCount"), items(usage, "candidatesTokensDetails"), "output", "output_{}"
    )
    kinds.update(read, **written, reasoning=count(usage, "thoughtsTokenCount"))
    queries = sum(len(list(items(one, "groundingMetadata", "webSearchQueries"))) for one in items(answer, "candidates"))
    kinds["web_searches"] = min(queries, 1) if (model or "").startswith(BILLED_ONCE) else queries
    return Reading(kinds, model, text(answer, "responseId"))


def _by_modality(total: float, details: Any, rest: str, pattern: str) -> dict[str, float]:
    kinds = {rest: total}
    for detail in details:
        modality = str(get(detail, "modality") or "").lower()
        if modality in ("audio", "image", "video"):
            kind = pattern.format(modality)
            kinds[kind] = kinds.get(kind, 0) + count(detail, "tokenCount")
            kinds[rest] = max(0, kinds[rest] - count(detail, "tokenCount"))
    return kinds


def read_embeddings(request: Any, answer: Any) -> Reading:
    """Embeddings. The Gemini API may not count their tokens; Vertex counts them with each prediction."""
    tokens = count(answer, "usageMetadata", "promptTokenCount")
    for prediction in items(answer, "predictions"):
        tokens += count(prediction, "embeddings", "statistics", "token_count")
    return Reading({"input": tokens})


def read_prediction(request: Any, answer: Any) -> Reading:
    """What Vertex predicts: embeddings, or images by the piece."""
    if any(get(one, "embeddings") for one in items(answer, "predictions")):
        return read_embeddings(request, answer)
    return Reading({"images": len(list(items(answer, "predictions")))})


APIS = {
    "generateContent": Api("models.generate_content", "llm", read_content),
    "streamGenerateContent": Api("models.generate_content_stream", "llm", read_content),
    "embedContent": Api("models.embed_content", "embedding_call", read_embeddings),
    "batchEmbedContents": Api("models.embed_content", "embedding_call", read_embeddings),
    "predict": Api("models.predict", "llm", read_prediction),
}

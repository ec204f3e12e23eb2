"""cohere 5 to 7: chat, embed and rerank of both versions of its API, by what it says it bills."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Optional

from .._runtime import runtime
from .._wrap import patch as shell
from ._exchange import Exchange, Ticket
from ._http import watch as watch_response
from ._providers import provider_of
from ._read import Api, Reading, count, get, text
from ._threads import Carrying


def patch(module: ModuleType) -> None:
    """Patches `cohere.core.http_client`, and `cohere.client`, which spreads texts to embed over threads."""
    if not hasattr(module, "HttpClient"):
        shell(module.Client, "embed", carry)
        return
    for owner in (module.HttpClient, module.AsyncHttpClient):
        shell(owner, "request", watch)
        shell(owner, "stream", watch)


def carry(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """`embed(self, …)`: the requests are watched; here the client's threads get to know whose they are."""
    pool = args[0]._executor
    if not isinstance(pool, Carrying):
        args[0]._executor = Carrying(pool)


def watch(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`request(self, path, …)` and `stream(self, path, …)`"""
    path = str(kwargs["path"] if "path" in kwargs else args[1])
    # A retry of the package's own calls itself.
    api = APIS.get(path.strip("/")) if not kwargs.get("retries") else None
    base = get(args[0], "base_url")
    call = (
        runtime.start(provider_of(base() if callable(base) else base, "cohere"), api.endpoint, api.span_type)
        if api
        else None
    )
    if api is None or call is None:
        return None
    request = kwargs.get("json")
    return RequestTicket(Exchange(call, api, request if isinstance(request, dict) else {})), args, kwargs


class RequestTicket(Ticket):
    """One request."""

    def returned(self, result: Any) -> Any:
        """A response of httpx, or the block in which there will be one."""
        if hasattr(result, "__enter__") and not hasattr(result, "iter_bytes"):
            return Block(result, self.exchange)
        if hasattr(result, "__aenter__") and not hasattr(result, "iter_bytes"):
            return AsyncBlock(result, self.exchange)
        watch_response(result, self.exchange)
        return result


class Block:
    """The package's `with` block around a streamed response, which the application never sees."""

    def __init__(self, block: Any, exchange: Exchange) -> None:
        self._block, self._exchange = block, exchange

    def __enter__(self) -> Any:
        try:
            response = self._block.__enter__()
        except BaseException as error:
            _fail(self._exchange, error)
            raise
        _follow(self._exchange, response)
        return response

    def __exit__(self, *error: Any) -> Any:
        return self._block.__exit__(*error)


class AsyncBlock:
    """The same, `async with`."""

    def __init__(self, block: Any, exchange: Exchange) -> None:
        self._block, self._exchange = block, exchange

    async def __aenter__(self) -> Any:
        try:
            response = await self._block.__aenter__()
        except BaseException as error:
            _fail(self._exchange, error)
            raise
        _follow(self._exchange, response)
        return response

    async def __aexit__(self, *error: Any) -> Any:
        return await self._block.__aexit__(*error)


def _fail(exchange: Exchange, error: BaseException) -> None:
    try:
        exchange.failed(error)
    except Exception:
        pass


def _follow(exchange: Exchange, response: Any) -> None:
    try:
        watch_response(response, exchange)
    except Exception:
        pass


def read(request: Any, answer: Any) -> Reading:
    """What is billed, wherever the version of the API says it. Images are billed by tokens, too."""
    usage = get(answer, "usage")
    units = get(usage, "billed_units") or get(answer, "meta", "billed_units")
    kinds = {
        "input": count(units, "input_tokens"),
        "input_image": count(units, "image_tokens"),
        "output": count(units, "output_tokens"),
        "rerank_searches": count(units, "search_units"),
    }
    response_id = text(answer, "id") or text(answer, "response_id") or text(answer, "generation_id")
    return Reading(kinds, text(request, "model"), response_id)


def fold(answer: dict[str, Any], event: Any) -> bool:
    """The first event has the id, the last one the counts."""
    if event.get("id"):
        answer["id"] = event["id"]
    last = event.get("delta") if event.get("type") == "message-end" else event.get("response")
    if isinstance(last, dict):
        answer.update(last)
    return isinstance(last, dict)


def delta(event: Any) -> Optional[str]:
    """The text that an event adds."""
    return text(event, "delta", "message", "content", "text") or (
        text(event, "text") if event.get("event_type") == "text-generation" else None
    )


APIS = {
    "v2/chat": Api("v2.chat", "llm", read, fold, delta),
    "v1/chat": Api("chat", "llm", read, fold, delta),
    "v2/embed": Api("v2.embed", "embedding_call", read),
    "v1/embed": Api("embed", "embedding_call", read),
    "v2/rerank": Api("v2.rerank", "rerank_call", read),
    "v1/rerank": Api("rerank", "rerank_call", read),
}

"""The packages that openai and anthropic share a generator with: every call of theirs passes one function.

`request(self, cast_to, options, …)` of the base clients is below every style of calling (resources, raw and streaming
responses, `parse`, stream helpers) and above their retries. So one call is one exchange.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from types import ModuleType
from typing import Any, Callable, Optional

from .._runtime import runtime
from .._wrap import Watch, patch
from ._exchange import Exchange, Ticket
from ._http import watch
from ._providers import provider_of
from ._read import Api, get

Options = Any
Request = dict[str, Any]


class ClientTicket(Ticket):
    """A call of such a package."""

    def __init__(self, exchange: Exchange, hides_usage: bool) -> None:
        super().__init__(exchange)
        self.hides_usage = hides_usage

    def returned(self, result: Any) -> Any:
        """A parsed answer, or something around a response: a stream, a raw or a binary response."""
        for response in (get(result, "http_response"), get(result, "response"), result):
            if hasattr(response, "aiter_bytes") and hasattr(response, "is_closed"):
                watch(response, self.exchange, self.hides_usage)
                return result
        return super().returned(result)

    def unwatched(self, result: Any, fault: Exception) -> Any:
        """The chunk that only we asked for stays hidden even then."""
        if self.hides_usage and hasattr(result, "_iterator"):
            result._iterator = _with_choices(result._iterator)
        return super().unwatched(result, fault)


def _with_choices(chunks: Any) -> Any:
    if hasattr(chunks, "__anext__"):
        return (chunk async for chunk in chunks if get(chunk, "choices") or not get(chunk, "usage"))
    return (chunk for chunk in chunks if get(chunk, "choices") or not get(chunk, "usage"))


def patch_clients(
    module: ModuleType,
    apis: Mapping[str, Api],
    default_provider: Callable[[Any], str],
    ask_for_usage: Optional[Callable[[Any, str, Request], Optional[Request]]] = None,
) -> None:
    """Patches both clients of a package. `apis` are its functions by the end of their path; `ask_for_usage` gives the
    body that makes a stream tell its usage, where that is another one than the caller's.
    """

    def look(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        client, options = args[0], kwargs["options"] if "options" in kwargs else args[2]
        api = _api(options, apis)
        if api is None:
            return None
        provider = provider_of(get(client, "base_url"), default_provider(client))
        call = runtime.start(provider, api.endpoint, api.span_type)
        if call is None:
            return None
        body = options.json_data if isinstance(options.json_data, dict) else {}
        request = {**body, **(get(options, "extra_json") or {})}
        exchange = Exchange(call, api, request)
        exchange.is_streaming = bool(kwargs.get("stream"))
        asking = ask_for_usage(client, provider, request) if ask_for_usage and exchange.is_streaming else None
        if asking is not None:
            options = copy.copy(options)
            options.json_data = {**body, **asking}
            args, kwargs = (
                ((*args[:2], options, *args[3:]), kwargs)
                if "options" not in kwargs
                else (args, {**kwargs, "options": options})
            )
        return ClientTicket(exchange, asking is not None), args, kwargs

    watched: Watch = look
    for name in ("SyncAPIClient", "AsyncAPIClient"):
        patch(getattr(module, name), "request", watched)


def _api(options: Options, apis: Mapping[str, Api]) -> Optional[Api]:
    if str(options.method).lower() != "post":
        return None
    parts = str(options.url).split("?", 1)[0].rstrip("/").split("/")
    return apis.get("/".join(parts[-2:])) or apis.get(parts[-1])

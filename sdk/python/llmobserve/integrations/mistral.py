"""mistralai 1 to 3: every request of its clients passes `do_request`."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from .._runtime import runtime
from .._wrap import patch as shell
from ._exchange import Exchange, Ticket
from ._http import watch as watch_response
from ._openai_usage import tokens
from ._providers import provider_of
from ._read import Api, Reading, count, get, text
from ._sse import parse
from .openai import chat_text, fold_chat


def patch(module: ModuleType) -> None:
    """Patches `mistralai.basesdk`, wherever it is."""
    for name in ("do_request", "do_request_async"):
        shell(module.BaseSDK, name, watch)


def watch(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`do_request(self, hook_ctx, request, …)`"""
    request = kwargs["request"] if "request" in kwargs else args[2]
    path = request.url.path.rstrip("/").split("/")
    api = APIS.get("/".join(path[-2:])) or APIS.get(path[-1])
    call = runtime.start(provider_of(request.url, "mistral"), api.endpoint, api.span_type) if api else None
    if api is None or call is None:
        return None
    # The answer names the model; what was asked is of interest for its content only.
    body = parse(request.content) if call.settings.capture_content else None
    return RequestTicket(Exchange(call, api, body if isinstance(body, dict) else {})), args, kwargs


class RequestTicket(Ticket):
    """One request."""

    def returned(self, result: Any) -> Any:
        """A response of httpx."""
        watch_response(result, self.exchange)
        return result


def read(request: Any, answer: Any) -> Reading:
    """Mistral's counts are OpenAI's, with seconds of audio beside them and the tier among them."""
    usage = get(answer, "usage")
    kinds = tokens(usage)
    kinds["seconds"] = count(usage, "prompt_audio_seconds")
    return Reading(kinds, text(answer, "model"), text(answer, "id"), text(usage, "service_tier"))


def read_pages(request: Any, answer: Any) -> Reading:
    """Documents, by the page."""
    kind = "annotated_pages" if get(answer, "document_annotation") else "pages"
    return Reading({kind: count(answer, "usage_info", "pages_processed")}, text(answer, "model"))


APIS = {
    "chat/completions": Api("chat.complete", "llm", read, fold_chat, chat_text),
    "agents/completions": Api("agents.complete", "llm", read, fold_chat, chat_text),
    "fim/completions": Api("fim.complete", "llm", read, fold_chat, chat_text),
    "embeddings": Api("embeddings.create", "embedding_call", read),
    "audio/transcriptions": Api("audio.transcriptions.complete", "stt_call", read, fold_chat),
    "ocr": Api("ocr.process", "ocr_call", read_pages),
}

"""openai 1 to 3: chat, completions, responses, embeddings, images and audio, of OpenAI, Azure and whoever speaks
alike.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, Optional

from ._openai_usage import read_chat, read_embeddings, read_images, read_responses, read_speech, read_transcription
from ._read import Api, get, items, text
from ._stainless import Request, patch_clients

# Those known to take `stream_options`. A server that does not know it may refuse the call.
TELL_USAGE_WHEN_ASKED = {"openai", "deepseek", "groq", "openrouter", "x-ai"}

AZURE_TELLS_USAGE_FROM = "2024-09-01"


def patch(module: ModuleType) -> None:
    """Patches `openai._base_client`."""
    patch_clients(module, APIS, lambda client: "azure" if "Azure" in type(client).__name__ else "openai", ask_for_usage)


def ask_for_usage(client: Any, provider: str, request: Request) -> Optional[Request]:
    """Asks a chat stream for its usage where the caller did not and the API allows it."""
    options = request.get("stream_options")
    is_chat = "messages" in request or ("prompt" in request and "input" not in request)
    if not is_chat or not request.get("stream") or (isinstance(options, dict) and "include_usage" in options):
        return None
    # Azure's addresses without a version are those of its newest API.
    version = str(get(client, "_api_version") or ("v1" if "/openai/v1" in str(get(client, "base_url")) else ""))
    if provider in TELL_USAGE_WHEN_ASKED or (provider == "azure" and version >= AZURE_TELLS_USAGE_FROM):
        return {"stream_options": {**(options if isinstance(options, dict) else {}), "include_usage": True}}
    return None


def fold_chat(answer: dict[str, Any], event: Any) -> bool:
    """Of a chat stream only the first and the last chunks say something new about the call."""
    for name in ("id", "model", "service_tier"):
        if event.get(name):
            answer[name] = event[name]
    # Groq's own place, before it had the standard one.
    usage = event.get("usage") or get(event.get("x_groq"), "usage")
    if usage:
        answer["usage"] = usage
    return False


def chat_text(event: Any) -> Optional[str]:
    """The text that a chunk adds."""
    for choice in items(event, "choices"):
        return text(choice, "delta", "content") or text(choice, "text")
    return None


def fold_responses(answer: dict[str, Any], event: Any) -> bool:
    """The last event of a Responses stream holds the whole response."""
    if isinstance(event.get("response"), dict):
        answer.update(event["response"])
    return event.get("type") in ("response.completed", "response.incomplete", "response.failed")


def responses_text(event: Any) -> Optional[str]:
    """The text that an event adds."""
    return text(event, "delta") if event.get("type") == "response.output_text.delta" else None


def fold_last(answer: dict[str, Any], event: Any) -> bool:
    """Images and audio: the event with usage is the last."""
    answer.update(event)
    return bool(event.get("usage"))


APIS = {
    "chat/completions": Api("chat.completions.create", "llm", read_chat, fold_chat, chat_text),
    "completions": Api("completions.create", "llm", read_chat, fold_chat, chat_text),
    "responses": Api("responses.create", "llm", read_responses, fold_responses, responses_text),
    "embeddings": Api("embeddings.create", "embedding_call", read_embeddings),
    "images/generations": Api("images.generate", "image_call", read_images, fold_last),
    "images/edits": Api("images.edit", "image_call", read_images, fold_last),
    "images/variations": Api("images.create_variation", "image_call", read_images),
    "audio/transcriptions": Api("audio.transcriptions.create", "stt_call", read_transcription, fold_last),
    "audio/translations": Api("audio.translations.create", "stt_call", read_transcription),
    "audio/speech": Api("audio.speech.create", "tts_call", read_speech, fold_last),
}

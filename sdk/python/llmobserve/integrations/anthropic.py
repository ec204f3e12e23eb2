"""anthropic 0 to 2: messages of Anthropic, Amazon Bedrock, Google Vertex and Azure, with their stream helpers.

Anthropic's `input_tokens` leave out what the cache served or took; its `output_tokens` include thinking.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, Optional

from ._openai_usage import read_chat
from ._read import Api, Reading, count, disjoint, get, text
from ._stainless import patch_clients

# Of the clients for other clouds, by a part of their name.
CLOUDS = {"Bedrock": "aws", "Vertex": "google", "Foundry": "azure"}


def patch(module: ModuleType) -> None:
    """Patches `anthropic._base_client`."""
    patch_clients(module, APIS, _provider)


def _provider(client: Any) -> str:
    name = type(client).__name__
    return next((provider for part, provider in CLOUDS.items() if part in name), "anthropic")


def read_message(request: Any, answer: Any) -> Reading:
    """A message."""
    usage = get(answer, "usage")
    by_lifetime = get(usage, "cache_creation")
    written = disjoint(
        "cache_write",
        count(usage, "cache_creation_input_tokens")
        or count(by_lifetime, "ephemeral_5m_input_tokens") + count(by_lifetime, "ephemeral_1h_input_tokens"),
        cache_write_5m=count(by_lifetime, "ephemeral_5m_input_tokens"),
        cache_write_1h=count(by_lifetime, "ephemeral_1h_input_tokens"),
    )
    kinds = {
        "input": count(usage, "input_tokens"),
        "cache_read": count(usage, "cache_read_input_tokens"),
        **written,
        **disjoint(
            "output",
            count(usage, "output_tokens"),
            reasoning=count(usage, "output_tokens_details", "thinking_tokens"),
        ),
        "web_searches": count(usage, "server_tool_use", "web_search_requests"),
    }
    # Fast mode is a price of its own, and no tier can be chosen beside it.
    tier = "fast" if get(usage, "speed") == "fast" else text(usage, "service_tier")
    return Reading(kinds, text(answer, "model"), text(answer, "id"), tier)


def fold_message(answer: dict[str, Any], event: Any) -> bool:
    """A stream begins with the message, and its last event but one has the final counts."""
    if isinstance(event.get("message"), dict):
        answer.update(event["message"])
    if isinstance(event.get("usage"), dict):
        known = {name: value for name, value in event["usage"].items() if value is not None}
        answer["usage"] = {**(answer.get("usage") or {}), **known}
    return bool(event.get("type") == "message_delta" and get(event, "delta", "stop_reason"))


def message_text(event: Any) -> Optional[str]:
    """The text that an event adds."""
    return text(event, "delta", "text")


APIS = {
    "v1/messages": Api("messages.create", "llm", read_message, fold_message, message_text),
    "v1/complete": Api("completions.create", "llm", read_chat),
}

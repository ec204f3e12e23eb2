"""OpenAI's answers as disjoint usage. Its totals include their parts: prompt tokens those from the cache, completion
tokens those of reasoning.
"""

from __future__ import annotations

from typing import Any

from ._read import Reading, count, disjoint, get, items, text


def tokens(usage: Any) -> dict[str, float]:
    """The usage object in any of its spellings (chat, responses, images, audio)."""
    before = (
        get(usage, "prompt_tokens_details") or get(usage, "input_tokens_details") or get(usage, "input_token_details")
    )
    after = get(usage, "completion_tokens_details") or get(usage, "output_tokens_details")
    return {
        **disjoint(
            "input",
            count(usage, "prompt_tokens") or count(usage, "input_tokens"),
            # DeepSeek's own name stands beside the totals.
            cache_read=count(before, "cached_tokens") or count(usage, "prompt_cache_hit_tokens"),
            **_cache_writes(before),
            input_audio=count(before, "audio_tokens"),
            input_image=count(before, "image_tokens"),
        ),
        **disjoint(
            "output",
            count(usage, "completion_tokens") or count(usage, "output_tokens"),
            reasoning=count(after, "reasoning_tokens"),
            output_audio=count(after, "audio_tokens"),
            output_image=count(after, "image_tokens"),
        ),
    }


def _cache_writes(details: Any) -> dict[str, float]:
    total = count(details, "cache_write_tokens")
    lifetimes = get(details, "cache_write_tokens_details")
    return disjoint(
        "cache_write",
        total,
        cache_write_30m=count(lifetimes, "ttl_30m_tokens"),
        cache_write_12h=count(lifetimes, "ttl_12h_tokens"),
    )


def read_chat(request: Any, answer: Any) -> Reading:
    """Chat and legacy completions."""
    return Reading(
        tokens(get(answer, "usage")), text(answer, "model"), text(answer, "id"), text(answer, "service_tier")
    )


def read_responses(request: Any, answer: Any) -> Reading:
    """The Responses API, with the calls of its built-in tools."""
    usage = tokens(get(answer, "usage"))
    for item in items(answer, "output"):
        kind = get(item, "type")
        # Opening a page that a search found is free.
        if kind == "web_search_call" and get(item, "action", "type") in (None, "search"):
            usage["web_searches"] = usage.get("web_searches", 0) + 1
        elif kind == "file_search_call":
            usage["file_searches"] = usage.get("file_searches", 0) + 1
    return Reading(usage, text(answer, "model"), text(answer, "id"), text(answer, "service_tier"))


def read_embeddings(request: Any, answer: Any) -> Reading:
    """Embeddings: prompt tokens only."""
    return Reading(tokens(get(answer, "usage")), text(answer, "model"))


def read_images(request: Any, answer: Any) -> Reading:
    """Images: by tokens where the model bills those, otherwise by the piece, at the price of quality and size."""
    usage = get(answer, "usage")
    if usage is not None:
        return Reading(tokens(usage), text(answer, "model") or text(request, "model"))
    quality, size = text(request, "quality") or "standard", text(request, "size") or "1024x1024"
    tier = f"{quality}/{size}"
    return Reading({"images": len(list(items(answer, "data")))}, text(request, "model"), service_tier=tier)


def read_transcription(request: Any, answer: Any) -> Reading:
    """Speech to text: by tokens or by seconds, as the model bills. A plain text answer tells neither."""
    usage = get(answer, "usage")
    if count(usage, "input_tokens"):
        return Reading(tokens(usage), text(request, "model"))
    return Reading({"seconds": count(usage, "seconds") or count(answer, "duration")}, text(request, "model"))


def read_speech(request: Any, answer: Any) -> Reading:
    """Text to speech: by characters, or by tokens where the answer (a stream of events) tells them."""
    usage = get(answer, "usage")
    if count(usage, "output_tokens"):
        return Reading(tokens(usage), text(request, "model"))
    return Reading({"characters": len(text(request, "input") or "")}, text(request, "model"))

"""Anthropic's API. Its input tokens leave out the cache's; its output tokens include thinking."""

from __future__ import annotations

from typing import Any

from fake import Call, Reply, Truth, answer, events


def messages(call: Call) -> tuple[Reply, Truth | None]:
    if call.body["model"] == "refused":
        error = b'{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}'
        return Reply([error], status=429), Truth("anthropic", "refused", {}, status="rate_limited", is_known=False)
    number, model = call.numbers, call.body["model"]
    parts = {"input": number(600), "cache_read": number(2_000), "cache_write_5m": number(300), "output": number(100)}
    usage: dict[str, Any] = {
        "input_tokens": parts["input"],
        "cache_read_input_tokens": parts["cache_read"],
        "cache_creation_input_tokens": parts["cache_write_5m"],
        "cache_creation": {"ephemeral_5m_input_tokens": parts["cache_write_5m"], "ephemeral_1h_input_tokens": 0},
        "service_tier": "standard",
        "server_tool_use": None,
    }
    if call.body.get("thinking"):
        parts |= {"reasoning": number(70), "cache_write_1h": number(50)}
        usage["cache_creation_input_tokens"] += parts["cache_write_1h"]
        usage["cache_creation"]["ephemeral_1h_input_tokens"] = parts["cache_write_1h"]
        usage["output_tokens_details"] = {"thinking_tokens": parts["reasoning"]}
    if call.body.get("tools"):
        parts["web_searches"] = 2
        usage["server_tool_use"] = {"web_search_requests": 2, "web_fetch_requests": 1}
    usage["output_tokens"] = parts["output"] + parts.get("reasoning", 0)
    message = {
        "id": call.id,
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [{"type": "text", "text": "one"}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": usage,
    }
    truth = Truth("anthropic", model, parts, "standard", call.id)
    if not call.body.get("stream"):
        return answer(message), truth
    truth.is_streaming = True
    early = usage | {"output_tokens": 1, "server_tool_use": None, "output_tokens_details": None}
    late = {name: usage.get(name) for name in ("output_tokens", "server_tool_use", "output_tokens_details")}
    late["cache_read_input_tokens"] = None
    told: list[Any] = [
        {"type": "message_start", "message": message | {"content": [], "stop_reason": None, "usage": early}}
    ]
    told.append({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}})
    told.append({"type": "ping"})
    deltas = ({"type": "text_delta", "text": word} for word in ("one", "two", "three"))
    told += [{"type": "content_block_delta", "index": 0, "delta": delta} for delta in deltas]
    told.append({"type": "content_block_stop", "index": 0})
    told.append({"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": late})
    told.append({"type": "message_stop"})
    if "overloaded" in str(call.body["messages"]):
        # What was used until then is billed, and is all that is known.
        told[4:] = [{"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}]
        truth.status = "error"
        truth.usage = {kind: parts[kind] for kind in ("input", "cache_read", "cache_write_5m")} | {"output": 1}
    if "leave" in str(call.body["messages"]):
        truth.status = "cancelled"
        truth.usage = {kind: parts[kind] for kind in ("input", "cache_read", "cache_write_5m")} | {"output": 1}
    return events(told, names=True), truth


ROUTES = {r"POST /v1/messages(\?beta=true)?$": messages}

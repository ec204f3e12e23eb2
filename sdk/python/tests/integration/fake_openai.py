"""OpenAI's API, and that of those who speak alike. Totals include their parts."""

from __future__ import annotations

from typing import Any

from fake import Call, Reply, Truth, answer, events

WORDS = ("one", "two", "three", "four")


def provider_of(call: Call) -> str:
    host = call.headers["host"]
    ends = {"azure.com": "azure", "groq.com": "groq", "deepseek.com": "deepseek", "mistral.ai": "mistral"}
    return next((name for end, name in ends.items() if host.endswith(end)), "openai")


def chat(call: Call) -> tuple[Reply, Truth | None]:
    if call.body["model"] == "refused":
        return Reply([b'{"error":{"message":"slow down"}}'], status=429), Truth(
            "openai", "refused", {}, status="rate_limited", is_known=False
        )
    number, model = call.numbers, call.body["model"]
    parts = {"input": number(500), "cache_read": number(256), "output": number(90), "reasoning": number(40)}
    if "audio" in model:
        parts |= {"input_audio": number(70), "output_audio": number(30)}
        del parts["cache_read"]
    served = {"auto": "default", "flex": "flex", "priority": "priority"}.get(call.body.get("service_tier", ""))
    usage = {
        "prompt_tokens": sum(parts.get(kind, 0) for kind in ("input", "cache_read", "input_audio")),
        "completion_tokens": sum(parts.get(kind, 0) for kind in ("output", "reasoning", "output_audio")),
        "prompt_tokens_details": {
            "cached_tokens": parts.get("cache_read", 0),
            "audio_tokens": parts.get("input_audio", 0),
        },
        "completion_tokens_details": {
            "reasoning_tokens": parts["reasoning"],
            "audio_tokens": parts.get("output_audio", 0),
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }
    usage["total_tokens"] = usage["prompt_tokens"] + usage["completion_tokens"]
    # A deployment of Azure's has any name; the answer names the model.
    answered = "gpt-4o-2024-08-06" if provider_of(call) == "azure" else model
    truth = Truth(provider_of(call), answered, parts, served, call.id)
    base = {"id": call.id, "created": 1, "model": answered} | ({"service_tier": served} if served else {})
    if not call.body.get("stream"):
        message = {"role": "assistant", "content": '{"words": ["one"]}', "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return answer(base | {"object": "chat.completion", "choices": [choice], "usage": usage}), truth
    truth.is_streaming = True
    truth.is_known = (call.body.get("stream_options") or {}).get("include_usage", False)
    chunks = [chunk(base, {"content": word}, None) for word in WORDS] + [chunk(base, {}, "stop")]
    if truth.provider == "mistral":
        # It always tells, with its last words.
        truth.is_known, chunks[-1] = True, chunks[-1] | {"usage": usage}
    elif truth.is_known:
        chunks = [one | {"usage": None} for one in chunks]
        chunks.append(base | {"object": "chat.completion.chunk", "choices": [], "usage": usage})
    reply = events(chunks, done=True)
    if model == "gpt-4.1-nano":
        # A connection that is lost in the middle.
        reply.breaks_after, truth.is_known, truth.status = 2, False, "error"
    return reply, truth


def chunk(base: dict[str, Any], delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return base | {"object": "chat.completion.chunk", "choices": [choice]}


def completions(call: Call) -> tuple[Reply, Truth | None]:
    parts = {"input": call.numbers(300), "output": call.numbers(60)}
    usage = {"prompt_tokens": parts["input"], "completion_tokens": parts["output"], "total_tokens": sum(parts.values())}
    choice = {"index": 0, "text": "one", "finish_reason": "stop", "logprobs": None}
    body = {
        "id": call.id,
        "object": "text_completion",
        "created": 1,
        "model": "gpt-3.5-turbo-instruct",
        "choices": [choice],
    }
    return answer(body | {"usage": usage}), Truth("openai", "gpt-3.5-turbo-instruct", parts, None, call.id)


def responses(call: Call) -> tuple[Reply, Truth | None]:
    number, model = call.numbers, call.body["model"]
    parts = {"input": number(700), "cache_read": number(384), "output": number(80), "reasoning": number(64)}
    output: list[Any] = [
        {
            "type": "message",
            "id": "msg",
            "role": "assistant",
            "status": "completed",
            "content": [{"type": "output_text", "text": '{"words": ["one"]}', "annotations": []}],
        }
    ]
    if call.body.get("tools"):
        search = {
            "type": "web_search_call",
            "id": "ws",
            "status": "completed",
            "action": {"type": "search", "query": "q"},
        }
        page = {
            "type": "web_search_call",
            "id": "wp",
            "status": "completed",
            "action": {"type": "open_page", "url": "u"},
        }
        output = [search, page, *output]
        parts["web_searches"] = 1
    usage = {
        "input_tokens": parts["input"] + parts["cache_read"],
        "input_tokens_details": {"cached_tokens": parts["cache_read"], "cache_write_tokens": 0},
        "output_tokens": parts["output"] + parts["reasoning"],
        "output_tokens_details": {"reasoning_tokens": parts["reasoning"]},
    }
    usage["total_tokens"] = usage["input_tokens"] + usage["output_tokens"]  # type: ignore[operator]  # both are numbers
    tier = {"flex": "flex"}.get(call.body.get("service_tier", ""), "default")
    truth = Truth(provider_of(call), model, parts, tier, call.id)
    response = {
        "id": call.id,
        "object": "response",
        "created_at": 1,
        "model": model,
        "status": "completed",
        "service_tier": tier,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "output": output,
        "usage": usage,
    }
    if not call.body.get("stream"):
        return answer(response), truth
    truth.is_streaming = True
    begun = response | {"status": "in_progress", "output": [], "usage": None}
    item = {"output_index": 0, "item_id": "msg", "content_index": 0}
    empty = output[-1] | {"content": [], "status": "in_progress"}
    part = {"type": "output_text", "text": "", "annotations": []}
    told: list[Any] = [{"type": "response.created", "response": begun}]
    told.append({"type": "response.output_item.added", "output_index": 0, "item": empty})
    told.append({"type": "response.content_part.added", "part": part, **item})
    told += [{"type": "response.output_text.delta", "delta": word, "logprobs": [], **item} for word in WORDS]
    told.append({"type": "response.completed", "response": response})
    return events([one | {"sequence_number": place} for place, one in enumerate(told)], names=True), truth


def embeddings(call: Call) -> tuple[Reply, Truth | None]:
    parts = {"input": call.numbers(120)}
    data = [{"object": "embedding", "index": 0, "embedding": [0.5, 0.25]}]
    usage = {"prompt_tokens": parts["input"], "total_tokens": parts["input"]}
    body = {"object": "list", "model": call.body["model"], "data": data, "usage": usage}
    return answer(body), Truth(provider_of(call), call.body["model"], parts)


def images(call: Call) -> tuple[Reply, Truth | None]:
    body: dict[str, Any] = {"created": 1, "data": [{"b64_json": "aGk="}]}
    asked = call.body or form(call)
    model = asked["model"]
    if model == "dall-e-3":
        tier = f"{asked.get('quality', 'standard')}/{asked.get('size', '1024x1024')}"
        return answer(body), Truth("openai", model, {"images": 1}, tier)
    number = call.numbers
    parts = {"input": number(50), "input_image": number(200), "output": number(10), "output_image": number(1_000)}
    body["usage"] = {
        "input_tokens": parts["input"] + parts["input_image"],
        "input_tokens_details": {"text_tokens": parts["input"], "image_tokens": parts["input_image"]},
        "output_tokens": parts["output"] + parts["output_image"],
        "output_tokens_details": {"text_tokens": parts["output"], "image_tokens": parts["output_image"]},
        "total_tokens": sum(parts.values()),
    }
    truth = Truth("openai", model, parts)
    if not asked.get("stream"):
        return answer(body), truth
    truth.is_streaming = True
    some = {"b64_json": "aGk=", "created_at": 1, "size": "1024x1024", "quality": "high", "background": "opaque"}
    partial = some | {"type": "image_generation.partial_image", "output_format": "png", "partial_image_index": 0}
    whole = some | {"type": "image_generation.completed", "output_format": "png", "usage": body["usage"]}
    return events([partial, whole], names=True), truth


def form(call: Call) -> dict[str, str]:
    """The texts of a multipart body."""
    boundary = call.headers["content-type"].split("boundary=")[1].encode()
    fields = {}
    for part in call.raw.split(b"--" + boundary):
        head, _, value = part.strip(b"\r\n").partition(b"\r\n\r\n")
        if b'name="' in head and b"filename=" not in head:
            fields[head.split(b'name="')[1].split(b'"')[0].decode()] = value.decode()
    return fields


def transcriptions(call: Call) -> tuple[Reply, Truth | None]:
    asked, number = form(call), call.numbers
    if asked["model"] == "whisper-1":
        seconds = number(60)
        usage: dict[str, Any] = {"type": "duration", "seconds": seconds}
        return answer({"text": "one", "usage": usage}), Truth("openai", "whisper-1", {"seconds": seconds})
    parts = {"input": number(10), "input_audio": number(400), "output": number(80)}
    usage = {
        "type": "tokens",
        "input_tokens": parts["input"] + parts["input_audio"],
        "input_token_details": {"text_tokens": parts["input"], "audio_tokens": parts["input_audio"]},
        "output_tokens": parts["output"],
        "total_tokens": sum(parts.values()),
    }
    truth = Truth("openai", asked["model"], parts)
    if asked.get("stream") == "true":
        truth.is_streaming = True
        told = [
            {"type": "transcript.text.delta", "delta": "one"},
            {"type": "transcript.text.done", "text": "one", "usage": usage},
        ]
        return events(told, done=True), truth
    return answer({"text": "one", "usage": usage}), truth


def speech(call: Call) -> tuple[Reply, Truth | None]:
    truth = Truth("openai", call.body["model"], {"characters": len(call.body["input"])})
    return Reply([b"ID3", b"sound" * 100], "audio/mpeg"), truth


ROUTES = {
    r"POST \S*/chat/completions": chat,
    r"POST \S*/responses$": responses,
    r"POST \S*/embeddings": embeddings,
    r"POST \S*/images/(generations|edits)": images,
    r"POST \S*/audio/transcriptions": transcriptions,
    r"POST \S*/audio/speech": speech,
    r"POST \S*/completions": completions,
}

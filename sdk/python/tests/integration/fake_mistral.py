"""Mistral's API: OpenAI's counts, with a usage in every stream's last chunk."""

from __future__ import annotations

from typing import Any

from fake import Call, Reply, Truth, answer, events


def chat(call: Call) -> tuple[Reply, Truth | None]:
    model, number = call.body["model"], call.numbers
    if model == "refused":
        return Reply([b'{"message":"slow down"}'], status=429), Truth(
            "mistral", None, {}, status="rate_limited", is_known=False
        )
    parts = {"input": number(300), "output": number(60)}
    usage = {"prompt_tokens": parts["input"], "completion_tokens": parts["output"], "total_tokens": sum(parts.values())}
    truth = Truth("mistral", model, parts, None, call.id)
    base = {"id": call.id, "created": 1, "model": model}
    if not call.body.get("stream"):
        message = {"role": "assistant", "content": "one", "tool_calls": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return answer(base | {"object": "chat.completion", "choices": [choice], "usage": usage}), truth
    truth.is_streaming = True
    told: list[Any] = []
    for word, finish in (("one", None), ("two", None), ("", "stop")):
        choice = {"index": 0, "delta": {"content": word}, "finish_reason": finish}
        told.append(base | {"object": "chat.completion.chunk", "choices": [choice]})
    told[-1]["usage"] = usage
    return events(told, done=True), truth


def embeddings(call: Call) -> tuple[Reply, Truth | None]:
    tokens = call.numbers(100)
    usage = {"prompt_tokens": tokens, "completion_tokens": 0, "total_tokens": tokens}
    data = [{"object": "embedding", "index": 0, "embedding": [0.5] * 20_000}]
    body = {"id": call.id, "object": "list", "model": call.body["model"], "data": data, "usage": usage}
    return answer(body), Truth("mistral", call.body["model"], {"input": tokens}, None, call.id)


def pages(call: Call) -> tuple[Reply, Truth | None]:
    info = {"pages_processed": 3, "doc_size_bytes": 10}
    return answer({"pages": [], "model": "mistral-ocr-latest", "usage_info": info}), Truth(
        "mistral", "mistral-ocr-latest", {"pages": 3}
    )


ROUTES = {r"POST /v1/(chat|fim)/completions": chat, r"POST /v1/embeddings": embeddings, r"POST /v1/ocr": pages}

"""Cohere's API, both versions: it says what it bills."""

from __future__ import annotations

from typing import Any

from fake import Call, Reply, Truth, answer, events


def chat(call: Call) -> tuple[Reply, Truth | None]:
    model, number = call.body["model"], call.numbers
    parts = {"input": number(300), "output": number(60)}
    usage = {
        "billed_units": {"input_tokens": parts["input"], "output_tokens": parts["output"]},
        # Counted with the template around it, and not billed.
        "tokens": {"input_tokens": parts["input"] + 200, "output_tokens": parts["output"] + 3},
    }
    truth = Truth("cohere", model, parts, None, call.id)
    is_second = "/v2/" in call.path
    if not call.body.get("stream"):
        message = {"role": "assistant", "content": [{"type": "text", "text": "one"}]}
        second = {"id": call.id, "finish_reason": "COMPLETE", "message": message, "usage": usage}
        first = {
            "response_id": call.id,
            "text": "one",
            "generation_id": "g",
            "meta": usage,
            "finish_reason": "COMPLETE",
        }
        return answer(second if is_second else first), truth
    truth.is_streaming = True
    delta: dict[str, Any] = {"message": {"content": {"text": "one"}}}
    told: list[Any] = [{"type": "message-start", "id": call.id, "delta": {"message": {"role": "assistant"}}}]
    told += [{"type": "content-delta", "index": 0, "delta": delta}] * 2
    told.append({"type": "message-end", "delta": {"finish_reason": "COMPLETE", "usage": usage}})
    return events(told, names=True, done=True), truth


def embed(call: Call) -> tuple[Reply, Truth | None]:
    tokens = call.numbers(40)
    meta = {"api_version": {"version": "2"}, "billed_units": {"input_tokens": tokens}}
    vectors = {"float": [[0.5, 0.25]], "float_": [[0.5, 0.25]]}
    body = {"id": call.id, "embeddings": vectors, "texts": ["one"], "meta": meta, "response_type": "embeddings_by_type"}
    return answer(body), Truth("cohere", call.body["model"], {"input": tokens}, None, call.id)


def rerank(call: Call) -> tuple[Reply, Truth | None]:
    meta = {"api_version": {"version": "2"}, "billed_units": {"search_units": 1}}
    body = {"id": call.id, "results": [{"index": 0, "relevance_score": 0.5}], "meta": meta}
    return answer(body), Truth("cohere", call.body["model"], {"rerank_searches": 1}, None, call.id)


ROUTES = {r"POST /v[12]/chat": chat, r"POST /v[12]/embed": embed, r"POST /v[12]/rerank": rerank}

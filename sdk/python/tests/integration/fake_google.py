"""The Gemini API. Its prompt count includes what the cache served; its count of candidates leaves out thoughts."""

from __future__ import annotations

from typing import Any

from fake import Call, Reply, Truth, answer, events


def content(call: Call) -> tuple[Reply, Truth | None]:
    model, number = call.match["model"], call.numbers
    if model == "refused":
        error = b'{"error":{"code":429,"message":"slow down","status":"RESOURCE_EXHAUSTED"}}'
        return Reply([error], status=429), Truth("google", "refused", {}, status="rate_limited", is_known=False)
    asked = str(call.body)
    parts = {"input": number(800), "cache_read": number(400), "output": number(120), "reasoning": number(90)}
    usage: dict[str, Any] = {}
    if "listen" in asked:
        parts |= {"input_audio": number(200), "cache_read_audio": number(30)}
        of = {"TEXT": ("input", "cache_read"), "AUDIO": ("input_audio", "cache_read_audio")}
        modalities = [(name, parts[fresh], parts[cached]) for name, (fresh, cached) in of.items()]
        usage["promptTokensDetails"] = [
            {"modality": name, "tokenCount": fresh + cached} for name, fresh, cached in modalities
        ]
        usage["cacheTokensDetails"] = [{"modality": name, "tokenCount": cached} for name, _, cached in modalities]
    usage |= {
        "promptTokenCount": sum(count for kind, count in parts.items() if kind.startswith(("input", "cache"))),
        "cachedContentTokenCount": sum(count for kind, count in parts.items() if kind.startswith("cache")),
        "candidatesTokenCount": parts["output"],
        "thoughtsTokenCount": parts["reasoning"],
    }
    usage["totalTokenCount"] = usage["promptTokenCount"] + parts["output"] + parts["reasoning"]
    part: dict[str, Any] = {"text": '{"words": ["one"]}'}
    if call.body.get("tools") and "functionResponse" not in asked and "functionDeclarations" in asked:
        part = {"functionCall": {"name": "add", "args": {"left": 1, "right": 2}}}
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}
    if "googleSearch" in asked:
        candidate["groundingMetadata"] = {"webSearchQueries": ["one", "two"]}
        parts["web_searches"] = 1
    base = {"modelVersion": model, "responseId": call.id}
    truth = Truth("google", model, parts, None, call.id)
    if call.match["method"] == "generateContent":
        return answer(base | {"candidates": [candidate], "usageMetadata": usage}), truth
    truth.is_streaming = True
    early = {"promptTokenCount": usage["promptTokenCount"], "totalTokenCount": usage["promptTokenCount"]}
    word = {"content": {"role": "model", "parts": [{"text": "one"}]}, "index": 0}
    told = [base | {"candidates": [word], "usageMetadata": early} for _ in range(3)]
    told.append(base | {"candidates": [candidate], "usageMetadata": usage})
    return events(told), truth


def embed(call: Call) -> tuple[Reply, Truth | None]:
    tokens = call.numbers(30)
    body = {"embeddings": [{"values": [0.5, 0.25]}], "usageMetadata": {"promptTokenCount": tokens}}
    return answer(body), Truth("google", call.match["model"], {"input": tokens})


def predict(call: Call) -> tuple[Reply, Truth | None]:
    images = [{"bytesBase64Encoded": "aGk=", "mimeType": "image/png"}] * 2
    return answer({"predictions": images}), Truth("google", call.match["model"], {"images": 2})


ROUTES = {
    r"POST \S*models/(?P<model>[^/:]+):(?P<method>generateContent|streamGenerateContent)": content,
    r"POST \S*models/(?P<model>[^/:]+):(batchEmbedContents|embedContent)": embed,
    r"POST \S*models/(?P<model>[^/:]+):predict": predict,
}

"""Bedrock's runtime. Its input tokens leave out the cache's; its streams are binary event streams."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any
from urllib.parse import unquote

from fake import Call, Reply, Truth, answer


def converse(call: Call) -> tuple[Reply, Truth | None]:
    model, number = unquote(call.match["model"]), call.numbers
    parts = {"input": number(500), "cache_read": number(1_000), "cache_write": number(250), "output": number(150)}
    usage = {
        "inputTokens": parts["input"],
        "outputTokens": parts["output"],
        "cacheReadInputTokens": parts["cache_read"],
        "cacheWriteInputTokens": parts["cache_write"],
        "totalTokens": sum(parts.values()),
    }
    truth = Truth("aws", model, parts, None, call.id)
    head = {"x_amzn_RequestId": call.id}
    if call.match["method"] == "converse":
        message = {"message": {"role": "assistant", "content": [{"text": "one"}]}}
        body = {"output": message, "stopReason": "end_turn", "usage": usage, "metrics": {"latencyMs": 5}}
        return answer(body, **head), truth
    truth.is_streaming = True
    told: list[tuple[str, Any]] = [("messageStart", {"role": "assistant"})]
    told += [("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": word}}) for word in ("one", "two")]
    told.append(("messageStop", {"stopReason": "end_turn"}))
    told.append(("metadata", {"usage": usage, "metrics": {"latencyMs": 5}}))
    parts_of_stream = [message_of(name, body) for name, body in told]
    return Reply(parts_of_stream, "application/vnd.amazon.eventstream", headers=head), truth


def invoke(call: Call) -> tuple[Reply, Truth | None]:
    model, number = unquote(call.match["model"]), call.numbers
    parts = {"input": number(500), "output": number(150)}
    truth = Truth("aws", model, parts, None, call.id)
    head = {"x_amzn_RequestId": call.id}
    if call.match["method"] == "invoke":
        counts = {
            "x_amzn_bedrock_input_token_count": str(parts["input"]),
            "x_amzn_bedrock_output_token_count": str(parts["output"]),
        }
        return answer({"content": [{"type": "text", "text": "one"}]}, **head, **counts), truth
    truth.is_streaming = True
    metrics = {"inputTokenCount": parts["input"], "outputTokenCount": parts["output"]}
    told = [{"type": "content_block_delta"}, {"type": "message_stop", "amazon-bedrock-invocationMetrics": metrics}]
    chunks = [{"bytes": base64.b64encode(json.dumps(one).encode()).decode()} for one in told]
    return Reply(
        [message_of("chunk", one) for one in chunks], "application/vnd.amazon.eventstream", headers=head
    ), truth


def message_of(name: str, body: Any) -> bytes:
    """A message of AWS's event-stream encoding: lengths, their checksum, headers, payload, checksum of all."""
    headers = b""
    for key, value in ((":event-type", name), (":content-type", "application/json"), (":message-type", "event")):
        headers += bytes([len(key)]) + key.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()
    payload = json.dumps(body).encode()
    prelude = struct.pack(">II", 12 + len(headers) + len(payload) + 4, len(headers))
    message = prelude + struct.pack(">I", zlib.crc32(prelude)) + headers + payload
    return message + struct.pack(">I", zlib.crc32(message))


ROUTES = {
    r"POST /model/(?P<model>[^/]+)/(?P<method>converse|converse-stream)$": converse,
    r"POST /model/(?P<model>[^/]+)/(?P<method>invoke|invoke-with-response-stream)$": invoke,
}

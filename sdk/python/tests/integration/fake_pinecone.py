"""Pinecone's data plane: reads tell their read units, writes tell nothing."""

from __future__ import annotations

from typing import Any

from fake import Call, Reply, Truth, answer

MATCH = {"id": "a", "score": 0.5, "values": [0.5, 0.25]}


def read(body: dict[str, Any]) -> Any:
    def handler(call: Call) -> tuple[Reply, Truth | None]:
        units = call.numbers(5)
        return answer({**body, "usage": {"readUnits": units}}), Truth("pinecone", None, {"read_units": units})

    return handler


def search(call: Call) -> tuple[Reply, Truth | None]:
    units = call.numbers(5)
    result = {"hits": [{"_id": "a", "_score": 0.5, "fields": {}}]}
    usage = {"read_units": units, "embed_total_tokens": 7}
    return answer({"result": result, "usage": usage}), Truth("pinecone", None, {"read_units": units, "input": 7})


def write(call: Call) -> tuple[Reply, Truth | None]:
    return answer({"upsertedCount": 1}), Truth("pinecone", None, {}, is_known=False)


ROUTES = {
    r"POST /query": read({"matches": [MATCH], "namespace": "n"}),
    r"GET /vectors/fetch": read({"vectors": {"a": {"id": "a", "values": [0.5, 0.25]}}, "namespace": "n"}),
    r"GET /vectors/list": read({"vectors": [{"id": "a"}], "namespace": "n"}),
    r"POST /records/namespaces/[^/]+/search": search,
    r"POST /vectors/(upsert|delete|update)": write,
}

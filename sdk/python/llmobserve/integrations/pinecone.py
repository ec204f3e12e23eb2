"""pinecone: reads by their read units. What a write costs the API does not say; such a call is told without usage."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

from .._runtime import runtime
from .._wrap import Watch
from .._wrap import patch as shell
from ._exchange import Exchange, Ticket
from ._read import Api, Reading, count, get
from ._threads import InContext

CLASSES = ("Index", "IndexAsyncio", "_IndexAsyncio", "_AsyncioIndex", "AsyncIndex")

READS = ("query", "fetch", "fetch_by_metadata", "list_paginated", "search")
WRITES = ("upsert", "upsert_records", "update", "delete")


def patch(module: ModuleType) -> None:
    """Patches a module with an index class in it."""
    for owner in filter(None, (vars(module).get(name) for name in CLASSES)):
        names = [name for name in (*READS, *WRITES) if name in vars(owner)]
        # Asked with futures in the first versions, whose queries by namespace return no counts one by one.
        is_by_futures = owner.__name__ == "Index" and "ThreadPoolExecutor" not in vars(module)
        for name in names + (["query_namespaces"] if is_by_futures else []):
            shell(owner, name, _watch(name))
    if vars(module).get("ThreadPoolExecutor") is ThreadPoolExecutor:
        module.ThreadPoolExecutor = InContext  # type: ignore[attr-defined]  # this module's name for it, nobody else's


def _watch(name: str) -> Watch:
    api = Api(name, "vector_db", read_units)

    def watch(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        # A future tells nothing yet.
        if kwargs.get("async_req") or kwargs.get("async_threadpool_executor"):
            return None
        call = runtime.start("pinecone", api.endpoint, api.span_type)
        return (Ticket(Exchange(call, api, {})), args, kwargs) if call else None

    return watch


def read_units(request: Any, answer: Any) -> Reading:
    """Units, and what an index with its own models used beside them."""
    usage = get(answer, "usage")
    kinds = {
        "read_units": count(usage, "read_units"),
        "write_units": count(usage, "write_units"),
        "input": count(usage, "embed_total_tokens"),
        "rerank_searches": count(usage, "rerank_units"),
    }
    return Reading(kinds)

"""Every style of calling the pinecone package."""

from __future__ import annotations

from typing import Any

import pinecone
from check import Style
from fake import Fake

VECTOR = [0.5, 0.25]


def styles(fake: Fake) -> list[Style]:
    def index() -> Any:
        return pinecone.Pinecone(api_key="key").Index(host=fake.url)

    def several() -> None:
        index().query_namespaces(vector=VECTOR, namespaces=["n", "m"], metric="cosine", top_k=1)

    def lists() -> None:
        assert list(index().list(namespace="n"))

    def search() -> None:
        index().search(namespace="n", query={"inputs": {"text": "one"}, "top_k": 1})

    async def async_query() -> None:
        async with pinecone.PineconeAsyncio(api_key="key") as it, it.IndexAsyncio(host=fake.url) as async_index:
            assert (await async_index.query(vector=VECTOR, top_k=1, namespace="n")).matches

    return [
        Style("query", lambda: index().query(vector=VECTOR, top_k=1, namespace="n")),
        # Before 8 its parts are futures, which cannot be looked into; the sum is told.
        Style("query of several namespaces", several, is_one=int(pinecone.__version__.split(".")[0]) < 8),
        Style("query, async", async_query, is_there=hasattr(pinecone, "PineconeAsyncio")),
        Style("fetch", lambda: index().fetch(ids=["a"], namespace="n")),
        Style("list", lists),
        Style("search with the index's own model", search, is_there=hasattr(type(index()), "search")),
        Style("upsert", lambda: index().upsert(vectors=[("a", VECTOR)], namespace="n")),
        Style("delete", lambda: index().delete(ids=["a"], namespace="n")),
    ]

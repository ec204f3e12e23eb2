"""What no package is patched for: a read of a vector database, a second of a GPU, a tool. Needs no package at all."""

from __future__ import annotations

import llmobserve

llmobserve.observe()

with llmobserve.customer("alice"), llmobserve.run(), llmobserve.section("agent:research"):
    # Priced by the collector.
    llmobserve.record("pinecone", usage={"read_units": 5}, endpoint="query", span_type="vector_db")
    # Priced by you, as the collector has no price for it.
    llmobserve.record("gpu", "h100", {"seconds": 2.5}, cost_usd=0.0021, span_type="compute")
    # A context for a job in another process.
    job = {"work": "index", "context": llmobserve.export_context()}


@llmobserve.observe_task
def index(work: str) -> None:
    llmobserve.record("openai", "text-embedding-3-small", {"input": 1_000}, span_type="embedding_call")


index(job["work"], _llmobserve_ctx=job["context"])
print("delivered" if llmobserve.flush() else "not delivered")

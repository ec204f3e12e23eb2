/** What no client is wrapped for: a read of a vector database, a second of a GPU, a job. Needs no package at all. */
import * as llmobserve from "llmobserve-collector-sdk";

llmobserve.observe();

const job = llmobserve.withCustomer("alice", () =>
  llmobserve.run(() =>
    llmobserve.section("agent:research", () => {
      // Priced by the collector.
      llmobserve.record({
        provider: "pinecone",
        usage: { read_units: 5 },
        endpoint: "query",
        spanType: "vector_db",
      });
      // Priced by you, as the collector has no price for it.
      llmobserve.record({
        provider: "gpu",
        model: "h100",
        usage: { seconds: 2.5 },
        costUsd: 0.0021,
        spanType: "compute",
      });
      // A context for a job in another process.
      return JSON.stringify({ work: "index", context: llmobserve.exportContext() });
    }),
  ),
);

llmobserve.withContext(JSON.parse(job).context, () =>
  llmobserve.record({
    provider: "openai",
    model: "text-embedding-3-small",
    usage: { input: 1_000 },
    spanType: "embedding_call",
  }),
);
console.log((await llmobserve.flush()) ? "delivered" : "not delivered");

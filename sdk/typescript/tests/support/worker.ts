/** A thread of an application that records and ends. */
import { workerData } from "node:worker_threads";
import * as llmobserve from "llmobserve-collector-sdk";

llmobserve.observe({ flushIntervalMs: 60_000 });
llmobserve.withCustomer(workerData as string, () => {
  for (let number = 0; number < 3; number += 1) {
    llmobserve.record({ provider: "openai", model: "gpt-4o-mini", usage: { input: 1_000_000 } });
  }
});

/** An application that records and ends, in the manner that it is told. */
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import * as llmobserve from "llmobserve-collector-sdk";

const [manner = "", customer = ""] = process.argv.slice(2);

function work(): void {
  for (let number = 0; number < 3; number += 1) {
    llmobserve.withCustomer(customer, () =>
      llmobserve.record({ provider: "openai", model: "gpt-4o-mini", usage: { input: 1_000_000 } }),
    );
  }
}

const MANNERS: Record<string, () => unknown> = {
  // Nothing is left to do.
  end: work,
  error: () => {
    work();
    setTimeout(() => {
      throw new Error("the application's own");
    }, 100);
  },
  exit: async () => {
    work();
    await llmobserve.shutdown();
    process.exit(3);
  },
  sigterm: async () => {
    work();
    process.send?.("ready");
    await sleep(60_000);
  },
  // The application's own handler decides.
  handled: async () => {
    process.on("SIGTERM", () => {
      setTimeout(() => process.exit(7), 500);
    });
    work();
    process.send?.("ready");
    await sleep(60_000);
  },
  unhandled: () => {
    llmobserve.section("agent:a", async () => {
      work();
      throw new Error("of nobody's");
    });
  },
  thread: async () => {
    const url = new URL("../support/worker.js", import.meta.url);
    const worker = new Worker(url, { workerData: customer });
    await new Promise((resolve) => worker.on("exit", resolve));
  },
};

llmobserve.observe({ flushIntervalMs: 200 });
await MANNERS[manner]?.();

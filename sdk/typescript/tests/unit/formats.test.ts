/** The package as an application gets it, in both of its formats. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as modules from "llmobserve-collector-sdk";

const common = createRequire(import.meta.url)("llmobserve-collector-sdk") as typeof modules;

test("both formats have the same names", () => {
  assert.notEqual(common.record, modules.record);
  const names = Object.keys(common).filter((name) => name !== "__esModule");
  assert.deepEqual(names.sort(), Object.keys(modules).sort());
});

test("an application that loads both has one queue and one context", async () => {
  modules.observe({ collectorUrl: "http://127.0.0.1:9", flushIntervalMs: 60_000, logger: null });
  assert.equal(common.isInitialized(), true);
  modules.withCustomer("alice", () => {
    assert.equal(common.getCustomerId(), "alice");
    common.record({ provider: "openai" });
  });
  assert.equal(modules.stats().queued, 1);
  await modules.shutdown(1);
});

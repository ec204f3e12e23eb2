/**
 * Every example runs, offline, and what it does is in the ledger.
 *
 *     examples.js PROGRAM
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Collector, environment } from "../support/collector.js";
import { nano } from "../support/exact.js";

// 600 uncached, 300 cached, 100 completion tokens of gpt-4o-mini, in nano-dollars.
const CALL = 172_500n;

// Example → tenant → customer → calls and their cost.
const EXPECTED: Record<string, Record<string, Record<string, [number, bigint]>>> = {
  quickstart: { default_tenant: { alice: [2, 2n * CALL], bob: [1, CALL] } },
  saas: { acme: { alice: [2, 2n * CALL], bob: [1, CALL] } },
  "ai-sdk": { default_tenant: { alice: [1, CALL] } },
  "by-hand": { default_tenant: { alice: [3, 80_000n + 2_100_000n + 20_000n] } },
};

const folder = fileURLToPath(new URL("../../examples/", import.meta.url));

async function one(name: string, program: string): Promise<void> {
  const collector = await Collector.start(program);
  try {
    const env = environment({ LLMOBSERVE_COLLECTOR_URL: collector.url });
    await promisify(execFile)(process.execPath, ["--no-warnings", `${folder}${name}.js`], {
      env,
      timeout: 60_000,
    });
    for (const [tenant_id, customers] of Object.entries(EXPECTED[name] ?? {})) {
      const { groups } = await collector.costs({ group_by: "customer", tenant_id });
      const found = groups.map((group: Record<string, unknown>) => [
        group.customer,
        [group.calls, nano(group.cost_usd)],
      ]);
      assert.deepEqual(Object.fromEntries(found), customers);
    }
    collector.verify();
  } finally {
    await collector.close();
  }
}

const there = readdirSync(folder).flatMap((file) => /^(.+)\.js$/.exec(file)?.[1] ?? []);
assert.deepEqual(there.filter((name) => name !== "fake-provider").sort(), Object.keys(EXPECTED).sort());
let failed = 0;
for (const name of Object.keys(EXPECTED)) {
  try {
    await one(name, process.argv[2] ?? "");
  } catch (error) {
    failed += 1;
    console.error(`${name}: ${(error as Error).message}`);
  }
}
console.log(`${Object.keys(EXPECTED).length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

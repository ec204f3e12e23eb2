/**
 * Applications that end in every manner: what they recorded is there, they end as they would have without us, and soon.
 *
 *     processes.js PROGRAM
 */
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import * as net from "node:net";
import { fileURLToPath } from "node:url";
import { Collector, environment } from "../support/collector.js";

const APP = fileURLToPath(new URL("./processes-app.js", import.meta.url));

interface Case {
  readonly name: string;
  readonly manner: string;
  readonly env?: Record<string, string>;
  readonly signal?: NodeJS.Signals;
  /** How it ends: a code, or a signal. */
  readonly ends: number | NodeJS.Signals;
  /** What arrives of three; nothing said, any number. */
  readonly stored?: number;
  /** Milliseconds within which it ends. */
  readonly within?: number;
}

const collector = await Collector.start(process.argv[2] ?? "");
/** Takes connections and is silent. */
const silent = net.createServer(() => {}).listen(0, "127.0.0.1");
await once(silent, "listening");
const silentUrl = `http://127.0.0.1:${(silent.address() as net.AddressInfo).port}`;

const CASES: Case[] = [
  { name: "nothing left to do", manner: "end", ends: 0, stored: 3 },
  { name: "shutdown, then process.exit", manner: "exit", ends: 3, stored: 3 },
  { name: "an error that nobody catches", manner: "error", ends: 1 },
  { name: "a rejection that nobody handles, in a section", manner: "unhandled", ends: 1 },
  { name: "SIGTERM", manner: "sigterm", signal: "SIGTERM", ends: "SIGTERM" },
  {
    name: "SIGTERM, delivering first",
    manner: "sigterm",
    signal: "SIGTERM",
    env: { LLMOBSERVE_FLUSH_ON_SIGTERM: "1", LLMOBSERVE_FLUSH_INTERVAL_MS: "60000" },
    ends: "SIGTERM",
    stored: 3,
  },
  {
    name: "SIGTERM, which the application handles",
    manner: "handled",
    signal: "SIGTERM",
    env: { LLMOBSERVE_FLUSH_ON_SIGTERM: "1" },
    ends: 7,
    stored: 3,
  },
  { name: "SIGINT", manner: "sigterm", signal: "SIGINT", ends: "SIGINT" },
  { name: "a thread", manner: "thread", ends: 0, stored: 3 },
  { name: "switched off", manner: "end", env: { LLMOBSERVE_DISABLED: "1" }, ends: 0, stored: 0 },
  {
    name: "nobody listens",
    manner: "end",
    env: { LLMOBSERVE_COLLECTOR_URL: "http://127.0.0.1:9" },
    ends: 0,
    stored: 0,
    within: 5_000,
  },
  {
    name: "the collector is silent",
    manner: "end",
    env: { LLMOBSERVE_COLLECTOR_URL: silentUrl },
    ends: 0,
    stored: 0,
    within: 5_000,
  },
];

async function one(test: Case): Promise<void> {
  const env = environment({ LLMOBSERVE_COLLECTOR_URL: collector.url, ...test.env });
  const began = Date.now();
  const child = fork(APP, [test.manner, test.name], { env, stdio: ["ignore", "ignore", "ignore", "ipc"] });
  const ended = once(child, "exit");
  if (test.signal !== undefined) {
    await once(child, "message");
    child.kill(test.signal);
  }
  const [code, signal] = await ended;
  const took = Date.now() - began;
  assert.equal(signal ?? code, test.ends, "how it ended");
  assert.ok(took <= (test.within ?? 10_000), `it took ${took} ms`);
  const { total } = await collector.costs({ customer: test.name });
  if (test.stored !== undefined) assert.equal(total.calls, test.stored, "calls that were stored");
  console.log(`${test.name.padEnd(46)} ends with ${test.ends} after ${took} ms, ${total.calls} stored`);
}

let failed = 0;
try {
  for (const test of CASES) {
    try {
      await one(test);
    } catch (error) {
      failed += 1;
      console.error(`${test.name}: ${(error as Error).message}`);
    }
  }
  collector.verify();
} finally {
  silent.close();
  await collector.close();
}
console.log(`${CASES.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

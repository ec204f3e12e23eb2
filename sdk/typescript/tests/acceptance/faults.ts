/**
 * An error forced in every function of the package, and a user whose calls give what they would have given.
 *
 *     faults.js
 *
 * Real clients call fakes in every manner; what they get is written down once without faults. Then each function fails, in
 * two ways: every time that it is called, and only the first time. The user's results must be identical each time, and
 * nothing may reach the process as an error of nobody's.
 *
 * Left out are the walls: functions that hold nothing but a `try` around others, or that only put arguments away. There
 * has to be one, and a wall cannot catch what breaks it.
 */

import { once } from "node:events";
import * as http from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { registerTelemetry } from "ai";
import type * as package_ from "llmobserve-collector-sdk";
import { SDK } from "../support/collector.js";
import { Fakes } from "../support/fakes.js";
import { clients, functions } from "./fault-scenarios.js";
import { instrument } from "./instrument.js";
import { WALLS } from "./walls.js";

class Forced extends Error {}

// Milliseconds after which a scenario is given up.
const HANGING = 10_000;

// Scenarios in which a function fails that all of them come by, such as those of the queue.
const MOST_SCENARIOS = 6;

/** Whether a function is to fail now. */
let ask: (name: string) => void = () => {};
Object.assign(globalThis, { __fault: (name: string) => ask(name) });

const copy = join(SDK, ".build", "faults");
const names = instrument(join(SDK, "dist", "cjs"), copy);
const sdk = createRequire(import.meta.url)(join(copy, "index.js")) as typeof package_;

/** A collector with moods. */
let answered = 0;
const collector = http.createServer((request, response) => {
  request.resume().on("end", () => {
    const moods = [201, 413, 503, 201, 500];
    const status = moods[answered++ % moods.length] ?? 201;
    if (status === 503) response.setHeader("retry-after", "0");
    response.writeHead(status).end(status === 201 ? '{"status":"success","created":0}' : "{}");
  });
});
collector.listen(0, "127.0.0.1");
await once(collector, "listening");
const collectorUrl = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;

const fakes = await Fakes.start();
const scenarios = { ...clients(sdk, fakes), ...functions(sdk, collectorUrl) };
const leaked: string[] = [];
for (const event of ["unhandledRejection", "uncaughtException"] as const) {
  process.on(event, (error: unknown) => leaked.push(`${event}: ${(error as Error)?.message}`));
}
process.removeAllListeners("warning");

function begin(): void {
  const providers = Object.fromEntries(
    ["openai", "anthropic"].map((name) => [new URL(fakes.url(name)).host, name]),
  );
  providers["127.0.0.1:9"] = "openai";
  sdk.observe({ collectorUrl, flushIntervalMs: 5, logger: null, captureContent: true, providers });
}

/** What a user gets: a result, or an error. */
async function outcome(name: string): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const hanging = new Promise((resolve) => {
      timer = setTimeout(resolve, HANGING, "it hangs");
    });
    return { result: await Promise.race([scenarios[name]?.(), hanging]) };
  } catch (error) {
    const { message, constructor: kind } = error as Error;
    // Ports, and the number of a request.
    return { error: [kind?.name, message.replaceAll(/\d{3,}/g, "…")] };
  } finally {
    clearTimeout(timer);
  }
}

begin();
sdk.instrumentFetch();
registerTelemetry(sdk.aiTelemetry());
const expected = new Map<string, unknown>();
const reached = new Map<string, Set<string>>();
for (const name of Object.keys(scenarios)) {
  begin();
  expected.set(name, await outcome(name));
  ask = (point) => reached.set(point, (reached.get(point) ?? new Set()).add(name));
  const again = await outcome(name);
  ask = () => {};
  if (!isDeepStrictEqual(again, expected.get(name)))
    throw new Error(`${name} differs by itself: ${JSON.stringify(again)}`);
}

// The AI SDK prints what fails in a stream.
console.error = () => {};
const faults: string[] = [];
let runs = 0;
const points = [...reached.keys()].filter((point) => !WALLS.has(point));
for (const point of points) {
  for (const only of ["every", "first"]) {
    for (const name of [...(reached.get(point) ?? [])].reverse().slice(0, MOST_SCENARIOS)) {
      begin();
      let fired = false;
      ask = (asked) => {
        if (asked !== point || (fired && only === "first")) return;
        fired = true;
        throw new Forced("forced");
      };
      const got = await outcome(name);
      await new Promise((resolve) => setTimeout(resolve, 1));
      ask = () => {};
      runs += 1;
      const wrong = isDeepStrictEqual(got, expected.get(name)) ? leaked.splice(0) : [JSON.stringify(got)];
      if (wrong.length > 0) faults.push(`${point}, ${only} time: ${name}: ${wrong.join("; ")}`);
      leaked.length = 0;
    }
  }
}
await new Promise((resolve) => setTimeout(resolve, 50));
faults.push(...leaked);

const stale = [...WALLS].filter((wall) => !reached.has(wall));
const unreached = [...names].filter((name) => !reached.has(name));
for (const fault of new Set(faults)) console.log(fault);
if (stale.length > 0) console.log(`walls that no scenario reaches: ${stale.join(" ")}`);
console.log(`not reached: ${unreached.join(" ")}`);
console.log(
  `${points.length} of ${names.size} functions failed in ${runs} runs of ${expected.size} scenarios; ` +
    `${reached.size - points.length} are walls, ${unreached.length} not reached`,
);
const failed = new Set(faults).size + stale.length;
console.log(`${runs - faults.length} passed, ${failed} failed`);
fakes.close();
process.exit(failed === 0 ? 0 : 1);

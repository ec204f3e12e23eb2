/** How a process ends that delivers before a SIGTERM ends it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { flushAtExit } from "../../src/exit.js";

const PACKAGE = new URL("../../src/index.js", import.meta.url).href;

/** How a process ends by SIGTERM, once or more often, that listens to it in its own way before we do: a code or a signal. */
async function ending(listening: string, signals = 1): Promise<unknown> {
  const program = `
    import { observe } from ${JSON.stringify(PACKAGE)};
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    ${listening}
    observe({ collectorUrl: "http://127.0.0.1:9", flushOnSigterm: true, logger: null });
    setTimeout(() => process.exit(99), 5_000);
    for (let number = 0; number < ${signals}; number += 1) {
      process.kill(process.pid, "SIGTERM");
      await sleep(50);
    }
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "ignore" });
  const [code, signal] = await once(child, "exit");
  return signal ?? code;
}

test("a shutdown that could not deliver is not followed by another wait", async () => {
  let flushes = 0;
  const owner = {
    isShutDown: true,
    stats: () => ({ queued: 1 }),
    report: () => {},
    async flush() {
      flushes += 1;
      return true;
    },
  };
  const others = process.listeners("beforeExit");
  flushAtExit(owner);
  const [ours] = process.listeners("beforeExit").filter((one) => !others.includes(one));
  ours?.(0);
  owner.isShutDown = false;
  ours?.(0);
  process.removeListener("beforeExit", ours as () => void);
  assert.equal(flushes, 1);
});

test("a signal that nobody else listens to ends the process as it would have", async () => {
  assert.equal(await ending(""), "SIGTERM");
});

test("who listens once decides how the process ends", async () => {
  const draining = `process.once("SIGTERM", () => sleep(100).then(() => process.exit(7)));`;
  assert.equal(await ending(draining), 7);
});

test("who ends the process where nobody else listens does so", async () => {
  const leaving = `process.on("SIGTERM", function leave() {
    if (process.listenerCount("SIGTERM") > 1) return;
    process.removeListener("SIGTERM", leave);
    process.kill(process.pid, "SIGTERM");
  });`;
  assert.equal(await ending(leaving), "SIGTERM");
});

test("who listens is asked again by the next signal, once for each", async () => {
  const counting = `let asked = 0;
    process.on("SIGTERM", () => {
      asked += 1;
      setTimeout(() => process.exit(asked), 200);
    });`;
  assert.equal(await ending(counting, 2), 2);
});

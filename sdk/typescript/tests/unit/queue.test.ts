/** The queue and its delivery. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Destination } from "../../src/config.js";
import { setLogger } from "../../src/log.js";
import { Outbox } from "../../src/queue.js";
import { Sender } from "../../src/sender.js";
import type { Answer } from "../../src/verdict.js";
import { Posts, receipt } from "../support/observing.js";

setLogger(null);
const to = (collectorUrl: string): Destination => ({ collectorUrl, apiKey: undefined });
const event = (id: number, size = 0) => JSON.stringify({ id, text: "x".repeat(size) });

/** Waits for something that is to happen, and fails if it does not. */
async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 5_000; !isSo(); ) {
    assert.ok(performance.now() < end, "it does not happen");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

test("what was taken stays, and what comes then is dropped", () => {
  const outbox = new Outbox(3);
  for (let id = 0; id < 5; id += 1) outbox.put(to("a"), event(id), 0);
  const [lane] = outbox.due(true);
  assert.deepEqual(
    outbox.batch(lane as never)?.map((item) => JSON.parse(item.text).id),
    [0, 1, 2],
  );
  assert.equal(outbox.dropped, 2);
});

test("bytes are bounded", () => {
  const outbox = new Outbox(1_000, 500);
  for (let id = 0; id < 5; id += 1) outbox.put(to("a"), event(id, 150), 0);
  assert.ok(outbox.bytes <= 500 && outbox.events === 2 && outbox.dropped === 3);
});

test("a destination that takes nothing leaves room for the others", () => {
  const outbox = new Outbox(10);
  for (let id = 0; id < 20; id += 1) outbox.put(to("away"), event(id), 0);
  for (let id = 0; id < 5; id += 1) outbox.put(to("well"), event(id), 0);
  assert.deepEqual(
    outbox.due(true).map((lane) => lane.pending.length),
    [5, 5],
  );
});

test("an event that has no room pushes out no other", () => {
  const outbox = new Outbox(1_000, 4 << 20);
  for (let id = 0; id < 100; id += 1) outbox.put(to("others"), event(id), 0);
  assert.equal(outbox.put(to("large"), event(0, 1 << 20), 0), false);
  assert.deepEqual([outbox.events, outbox.dropped], [100, 1]);
  const small = new Outbox(1_000, 10_000);
  for (let id = 0; id < 9; id += 1) small.put(to("others"), event(id, 1_000), 0);
  assert.equal(small.put(to("large"), event(0, 11_000), 0), false);
  assert.deepEqual([small.events, small.dropped], [9, 1]);
});

test("batches have at most 500 events and 1 MiB", () => {
  const outbox = new Outbox();
  for (let id = 0; id < 600; id += 1) outbox.put(to("a"), event(id), 0);
  for (let id = 0; id < 3; id += 1) outbox.put(to("b"), event(id, 600_000), 0);
  const sizes = outbox.due(true).map((lane) => outbox.batch(lane)?.length);
  assert.deepEqual(sizes, [500, 1]);
});

test("an event waits for the interval, and a full batch does not", () => {
  let now = 0;
  const outbox = new Outbox(10_000, 1 << 24, () => now);
  outbox.put(to("a"), event(0), 500);
  assert.equal(outbox.nextDue(), 500);
  now = 499;
  assert.equal(outbox.due().length, 0);
  now = 500;
  assert.equal(outbox.due().length, 1);
  for (let id = 0; id < 500; id += 1) outbox.put(to("b"), event(id), 500);
  assert.equal(outbox.due().length, 2);
});

test("one lane that hangs does not hold up another, and each is sent by one at a time", async () => {
  const posts = new Posts();
  let waiting = 0;
  const sender = new Sender(new Outbox(), (destination, body) => {
    if (destination.collectorUrl === "hanging") {
      waiting += 1;
      return new Promise<Answer>(() => {});
    }
    return posts.post(destination, body);
  });
  sender.put(to("hanging"), event(0), 1);
  sender.put(to("well"), event(1), 1);
  await until(() => posts.events.length === 1);
  sender.put(to("well"), event(2), 1);
  await until(() => posts.events.length === 2);
  assert.deepEqual(
    posts.events.map((one) => one.id),
    [1, 2],
  );
  assert.equal(waiting, 1);
  const began = performance.now();
  assert.equal(await sender.flush(50), false);
  assert.ok(performance.now() - began < 500);
  sender.stop();
});

test("a lane that was told to wait does not keep the others waiting", async () => {
  const posts = new Posts();
  const sender = new Sender(new Outbox(), async (destination, body) =>
    destination.collectorUrl === "waiting"
      ? { status: 503, body: "", retryAfter: "60" }
      : posts.post(destination, body),
  );
  sender.put(to("waiting"), event(0), 1);
  await until(() => sender.outbox.due(true)[0]?.failures === 1);
  sender.put(to("well"), event(1), 1);
  await until(() => posts.events.length === 1);
  for (let id = 0; id < 500; id += 1) sender.put(to("full"), event(id), 60_000);
  await until(() => posts.events.length === 501);
  sender.stop();
});

test("a flush gives up on a collector that has been away, and sends what failed again", async () => {
  const failing = Array.from({ length: 3 }, () => new Error("away"));
  const sender = new Sender(new Outbox(), new Posts(failing).post);
  sender.put(to("a"), event(0), 60_000);
  const began = performance.now();
  assert.equal(await sender.flush(10_000), false);
  assert.ok(performance.now() - began < 2_000);
  assert.equal(await sender.flush(10_000), true);
  assert.equal(sender.delivered, 1);
  sender.stop();
});

test("a flush is held up by no lane that hangs, and sets no timer meanwhile", async () => {
  const posts = new Posts();
  let asked = 0;
  const clock = () => {
    asked += 1;
    return performance.now();
  };
  const sender = new Sender(new Outbox(100, 1 << 20, clock), (destination, body) =>
    destination.collectorUrl === "hanging" ? new Promise<Answer>(() => {}) : posts.post(destination, body),
  );
  sender.put(to("hanging"), event(0), 1);
  const flushing = sender.flush(1_000);
  await until(() => sender.outbox.due(true)[0]?.isSending === true);
  sender.put(to("well"), event(1), 1);
  await until(() => posts.events.length === 1);
  assert.equal(await flushing, false);
  assert.ok(asked < 300, `${asked}`);
  sender.stop();
});

test("no timer runs for lanes that have to wait for others", async () => {
  let asked = 0;
  const clock = () => {
    asked += 1;
    return performance.now();
  };
  const hanging: (() => void)[] = [];
  const post = () =>
    new Promise<Answer>((resolve) => {
      hanging.push(() => resolve(receipt(1)));
    });
  const sender = new Sender(new Outbox(100, 1 << 20, clock), post);
  for (let lane = 0; lane < 8; lane += 1) sender.put(to(`lane-${lane}`), event(lane), 1);
  await until(() => hanging.length === 8);
  sender.put(to("another"), event(8), 1);
  asked = 0;
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.ok(asked < 50, `${asked}`);
  hanging.shift()?.();
  await until(() => hanging.length === 8);
  sender.stop();
});

test("a flush leaves a collector alone that has asked for it", async () => {
  const posts = new Posts([{ status: 503, body: "", retryAfter: "60" }]);
  const sender = new Sender(new Outbox(), posts.post);
  sender.put(to("a"), event(0), 60_000);
  for (let time = 0; time < 2; time += 1) assert.equal(await sender.flush(10_000), false);
  assert.equal(posts.batches.length, 1);
  sender.stop();
});

test("refusals are counted and do not come again, and are told without what was refused", async () => {
  const posts = new Posts([receipt(1, [{ index: 0, code: "too_old", message: "a secret" }])]);
  const logged: string[] = [];
  setLogger((message) => void logged.push(message));
  const sender = new Sender(new Outbox(), posts.post);
  for (let id = 0; id < 2; id += 1) sender.put(to("a"), event(id), 60_000);
  assert.equal(await sender.flush(1_000), true);
  setLogger(null);
  assert.deepEqual([sender.rejected, sender.delivered, posts.batches.length], [1, 1, 1]);
  assert.deepEqual(logged, ["llmobserve: the collector refuses an event, which is dropped: too_old"]);
  sender.stop();
});

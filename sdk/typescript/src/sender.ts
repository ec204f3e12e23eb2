/** Takes what is due out of the queue and delivers it, beside whatever the application does. */
import type { Destination } from "./config.js";
import { kindOf, report } from "./guard.js";
import { warnOnce } from "./log.js";
import { BATCH_BYTES, type Lane, Outbox } from "./queue.js";
import { Transport } from "./transport.js";
import { type Answer, backoff, judge } from "./verdict.js";

/** Milliseconds of silence after which a collector is given up for this attempt. */
const TIMEOUT = 10_000;

// Failures in a row after which a flush does not wait for a collector any more.
const HOPELESS = 3;

// Destinations that are sent to at the same time.
const WIDTH = 8;

// Milliseconds between the attempts of a flush.
const FLUSH_PAUSE = 100;

/** Posts a batch. Rejects when there was no answer. */
export type Post = (destination: Destination, body: string, timeout: number) => Promise<Answer>;

/** Delivers an outbox. Time, chance and the network come in by the door, for the tests. */
export class Sender {
  /** Events that a collector refused for good, and those that it took. */
  rejected = 0;
  delivered = 0;
  /** Milliseconds of silence after which an attempt is given up. */
  timeout = TIMEOUT;
  private timer: NodeJS.Timeout | undefined;
  // For what the timer was set, by the queue's clock.
  private armedFor = Number.POSITIVE_INFINITY;
  private sending = 0;
  private flushes = 0;
  private readonly transport = new Transport();

  constructor(
    readonly outbox = new Outbox(),
    private readonly post: Post = (destination, body, timeout) =>
      this.transport.post(destination, body, timeout),
    private readonly chance: () => number = Math.random,
  ) {}

  /** Queues an event and sees to it that it is delivered. */
  put(destination: Destination, event: string, interval: number): void {
    if (!this.outbox.put(destination, event, interval)) {
      if (Buffer.byteLength(event) > BATCH_BYTES)
        warnOnce("tooLarge", "an event is larger than 1 MiB; it is dropped");
      else warnOnce("dropped", "the queue is full, events are dropped; is the collector reachable?");
    }
    // A timer that runs may be that of a lane which has been told to wait, or of a batch that was not full then.
    if (this.outbox.soonest < this.armedFor) this.arm();
  }

  private arm(): void {
    this.disarm();
    // A flush sends everything anyway, and who is being sent sets the timer at its end.
    if (this.flushes > 0 || this.sending >= WIDTH) return;
    const delay = this.outbox.nextDue();
    if (delay === undefined) return;
    this.armedFor = this.outbox.soonest;
    this.timer = setTimeout(() => {
      this.armedFor = Number.POSITIVE_INFINITY;
      this.turn().catch((error) => report("Sender", error));
    }, Math.ceil(delay)).unref();
  }

  private disarm(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.armedFor = Number.POSITIVE_INFINITY;
  }

  private async turn(): Promise<void> {
    await this.deliver();
    this.arm();
  }

  /** Sends what is due until each lane is empty or has failed. A flush names the lanes, whose rest is due, too. */
  async deliver(given?: Lane[], timeout = this.timeout): Promise<void> {
    const everything = given !== undefined;
    const lanes = (given ?? this.outbox.due()).filter((lane) => !lane.isSending);
    const workers = Math.min(lanes.length, WIDTH - this.sending);
    const work = async () => {
      for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) {
        await this.empty(lane, everything, timeout);
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
  }

  private async empty(lane: Lane, everything: boolean, timeout: number): Promise<void> {
    if (lane.isSending) return;
    lane.isSending = true;
    this.sending += 1;
    try {
      while (await this.send(lane, timeout)) if (!everything && lane.dueAt > this.outbox.clock()) break;
    } finally {
      lane.isSending = false;
      this.sending -= 1;
      this.arm();
    }
  }

  /** Sends the first batch of a lane. Whether there was one, and the lane can go on. */
  private async send(lane: Lane, timeout: number): Promise<boolean> {
    const batch = this.outbox.batch(lane);
    if (batch === undefined) return false;
    let answer: Answer;
    try {
      const body = `[${batch.map((item) => item.text).join(",")}]`;
      answer = await this.post(lane.destination, body, timeout);
    } catch (error) {
      return this.failed(lane, (error as NodeJS.ErrnoException)?.code ?? kindOf(error), undefined);
    }
    const verdict = judge(answer, batch.length);
    if (verdict.outcome === "retry") return this.failed(lane, `status ${answer.status}`, verdict.wait);
    if (verdict.outcome === "split" && batch.length > 1) {
      this.outbox.split(lane);
      return true;
    }
    const refused =
      verdict.outcome === "split" ? [[0, `status ${answer.status}`] as const] : verdict.rejected;
    for (const [, reason] of refused) {
      // Its message may repeat what it refuses.
      const code = reason.split(":", 1)[0];
      warnOnce(`rejected:${code}`, `the collector refuses an event, which is dropped: ${code}`);
    }
    this.rejected += refused.length;
    this.delivered += batch.length - refused.length;
    this.outbox.settle(lane);
    return true;
  }

  private failed(lane: Lane, what: string, wait: number | undefined): false {
    const delay = Math.max(backoff(lane.failures + 1, this.chance()), wait ?? 0);
    this.outbox.postpone(lane, delay * 1_000, (wait ?? 0) * 1_000);
    const hint = what === "status 401" || what === "status 403" ? "; check the API key" : "";
    const { collectorUrl } = lane.destination;
    warnOnce(
      `failed:${what}`,
      `${collectorUrl} does not take events (${what}${hint}); they are kept and sent again`,
    );
    return false;
  }

  /**
   * Delivers everything, and again what failed, within so many milliseconds or until there is no hope. Whether the
   * queue is empty. The process lives as long as this waits.
   */
  async flush(timeout: number): Promise<boolean> {
    const deadline = performance.now() + timeout;
    const left = () => Math.max(0, deadline - performance.now());
    this.flushes += 1;
    try {
      for (let isFirst = true; this.outbox.events > 0 && left() > 0; isFirst = false) {
        const hopeful = this.hopeful(isFirst, left());
        if (hopeful.length === 0) break;
        const ready = hopeful.filter((lane) => lane.restsUntil <= this.outbox.clock());
        // Who hangs holds up nobody else: the others are seen to again meanwhile.
        await within(Math.min(FLUSH_PAUSE, left()), this.deliver(ready, Math.min(this.timeout, left())));
        await this.settling(Math.min(FLUSH_PAUSE, left()));
      }
    } finally {
      this.flushes -= 1;
      this.arm();
    }
    return this.outbox.events === 0;
  }

  /** Lanes that a flush may still deliver. Each is tried, whatever it did before; not one that has to rest for longer. */
  private hopeful(isFirst: boolean, left: number): Lane[] {
    const end = this.outbox.clock() + left;
    return this.outbox
      .due(true)
      .filter((lane) => lane.isSending || (lane.restsUntil <= end && (isFirst || lane.failures < HOPELESS)));
  }

  /** Waits so many milliseconds, or until nothing is left. */
  private async settling(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    while (this.outbox.events > 0 && performance.now() < end) await pause(5);
  }

  /** Forgets the timer and the connections. The next event starts anew. */
  stop(): void {
    this.disarm();
    this.transport.close();
  }
}

/** Waits, and keeps the process alive meanwhile. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits for work, but no longer than so many milliseconds. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, deadline]).finally(() => clearTimeout(timer));
  work.catch(() => {});
}

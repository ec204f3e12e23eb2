/** Events that wait for delivery: a lane for each destination, all lanes together within one bound. */
import type { Destination } from "./config.js";

/** Events that wait at most. */
export const MAX_EVENTS = 10_000;
/** Bytes of them. */
export const MAX_BYTES = 16 << 20;

/** Bytes of one event, and of one request before compression. */
export const BATCH_BYTES = 1 << 20;

const BATCH_EVENTS = 500;

/** An event as JSON, and its bytes in UTF-8. */
export interface Item {
  readonly text: string;
  readonly size: number;
}

/** What waits for one destination. */
export class Lane {
  readonly pending: Item[] = [];
  /** Formed batches, the one that is being sent first. They keep their events whatever happens to `pending`. */
  readonly batches: Item[][] = [];
  /** When it is to be sent, in milliseconds of the queue's clock. */
  dueAt = 0;
  /** Until when its collector has asked to be left alone. A flush heeds it, too. */
  restsUntil = 0;
  /** Failed attempts in a row. */
  failures = 0;
  /** A request of it is under way. */
  isSending = false;

  constructor(readonly destination: Destination) {}

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.pending.length === 0 && this.batches.length === 0;
  }
}

/** The queue. */
export class Outbox {
  private readonly lanes = new Map<string, Lane>();
  /** Events that wait, and their bytes. */
  events = 0;
  bytes = 0;
  /** Events that the bound left no room for. */
  dropped = 0;
  /** When the first lane is due that nobody sends yet, by the queue's clock; never where there is none. */
  soonest = Number.POSITIVE_INFINITY;

  constructor(
    readonly maxEvents = MAX_EVENTS,
    readonly maxBytes = MAX_BYTES,
    readonly clock: () => number = () => performance.now(),
  ) {}

  /** Adds an event that is due within `interval` milliseconds. False if an event had to be dropped. */
  put(destination: Destination, text: string, interval: number): boolean {
    const lane = this.laneOf(destination);
    const item = { text, size: Buffer.byteLength(text) };
    if (item.size > BATCH_BYTES) {
      this.dropped += 1;
      return false;
    }
    const before = this.dropped;
    if (!this.makeRoom(lane, item.size)) return false;
    const isFirst = lane.isEmpty;
    lane.pending.push(item);
    this.count(1, item.size);
    if (isFirst) lane.dueAt = this.clock() + interval;
    else if (lane.pending.length === BATCH_EVENTS && lane.failures === 0) lane.dueAt = this.clock();
    if (!lane.isSending) this.soonest = Math.min(this.soonest, lane.dueAt);
    return this.dropped === before;
  }

  private laneOf(destination: Destination): Lane {
    const key = `${destination.collectorUrl}\n${destination.apiKey ?? ""}`;
    let lane = this.lanes.get(key);
    if (lane === undefined) {
      lane = new Lane(destination);
      this.lanes.set(key, lane);
    }
    return lane;
  }

  /**
   * Whether there is room, if need be that of the newest events of the lanes that have most: a destination that takes
   * nothing must not push out the others'. None of them is dropped for an event that has no room even so.
   */
  private makeRoom(lane: Lane, size: number): boolean {
    const taken = new Map<Lane, number>();
    const left = (one: Lane) => one.pending.length - (taken.get(one) ?? 0);
    let [events, bytes] = [this.events + 1, this.bytes + size];
    while (events > this.maxEvents || bytes > this.maxBytes) {
      let longest = lane;
      for (const one of this.lanes.values()) if (left(one) > left(longest)) longest = one;
      if (left(longest) <= left(lane) + 1) {
        this.dropped += 1;
        return false;
      }
      bytes -= longest.pending[left(longest) - 1]?.size ?? 0;
      events -= 1;
      taken.set(longest, (taken.get(longest) ?? 0) + 1);
    }
    for (const [one, number] of taken) {
      const gone = one.pending.splice(-number);
      this.count(-number, -gone.reduce((sum, item) => sum + item.size, 0));
      this.dropped += number;
    }
    return true;
  }

  private count(events: number, bytes: number): void {
    this.events += events;
    this.bytes += bytes;
  }

  /** Lanes to send now: those that are due, or every one that has something. */
  due(everything = false): Lane[] {
    const now = this.clock();
    return [...this.lanes.values()].filter((lane) => !lane.isEmpty && (everything || lane.dueAt <= now));
  }

  /** Milliseconds until a lane is due that nobody sends yet; nothing when there is none. Forgets lanes that are done with. */
  nextDue(): number | undefined {
    this.soonest = Number.POSITIVE_INFINITY;
    for (const [key, lane] of this.lanes) {
      if (lane.isSending) continue;
      if (lane.isEmpty) this.lanes.delete(key);
      else this.soonest = Math.min(this.soonest, lane.dueAt);
    }
    return Number.isFinite(this.soonest) ? Math.max(0, this.soonest - this.clock()) : undefined;
  }

  /** The batch to send next. It stays in the lane until it is settled. */
  batch(lane: Lane): Item[] | undefined {
    if (lane.batches.length === 0 && lane.pending.length > 0) {
      let [events, size] = [0, 0];
      for (const item of lane.pending) {
        size += item.size;
        if (events > 0 && (events >= BATCH_EVENTS || size > BATCH_BYTES)) break;
        events += 1;
      }
      lane.batches.push(lane.pending.splice(0, events));
    }
    return lane.batches[0];
  }

  /** The first batch is done with: delivered, or refused for good. */
  settle(lane: Lane): void {
    const batch = lane.batches.shift() ?? [];
    this.count(-batch.length, -batch.reduce((sum, item) => sum + item.size, 0));
    lane.failures = 0;
  }

  /** Makes two batches of the first. */
  split(lane: Lane): void {
    const batch = lane.batches.shift() ?? [];
    const middle = batch.length >> 1;
    lane.batches.unshift(batch.slice(0, middle), batch.slice(middle));
  }

  /** The first batch is to be sent again after `delay` milliseconds, `rest` of which the collector has asked for. */
  postpone(lane: Lane, delay: number, rest = 0): void {
    lane.failures += 1;
    lane.dueAt = this.clock() + delay;
    lane.restsUntil = this.clock() + rest;
  }
}

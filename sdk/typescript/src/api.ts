/** The functions that an application calls. None of them throws. */
import type { ObserveOptions } from "./config.js";
import { change, current } from "./context.js";
import type { Ending } from "./event.js";
import { guarded, report } from "./guard.js";
import { uuid7 } from "./ids.js";
import { instrumentFetch } from "./integrations/fetch.js";
import { runtime, type Stats } from "./runtime.js";
import { fit } from "./text.js";

/**
 * Records the calls of wrapped clients from here on.
 *
 * Each setting is the option, then `LLMOBSERVE_` and its name in capitals, then the default. May be called again: what
 * follows goes where the new call says, what was captured before stays where it belongs.
 */
export function observe(options: ObserveOptions = {}): void {
  observing(options ?? {});
}

const observing = guarded("observe", (options: ObserveOptions) => {
  if (runtime.configure(options) && runtime.settings?.fetch) instrumentFetch();
});

/** Something that is recorded by hand. `usage` holds disjoint kinds, which the collector prices. */
export interface Recording {
  /** `openai`, `pinecone`, or any name. */
  provider: string;
  /** As the provider names it. */
  model?: string | null;
  /** `input` (without what a cache served or took), `cache_read`, `output`, `read_units`, `seconds` … */
  usage?: Readonly<Record<string, number>>;
  /** Your own figure in USD, used where the collector has no price. */
  costUsd?: number;
  /** The method, or the address. */
  endpoint?: string;
  /** `llm` unless told otherwise; `tool`, `vector_db`, `compute` … */
  spanType?: string;
  /** `ok` unless told otherwise; `error`, `cancelled`, `rate_limited`. */
  status?: string;
  /** How long it took. What nobody measured is not told. */
  latencyMs?: number;
  /** The provider's id of the response: two reports of it bill once. */
  responseId?: string;
  /** The tier that served the call. */
  serviceTier?: string;
  /** When it began, as RFC 3339: now. */
  timestamp?: string;
  /** Anything that JSON can say, up to 64 KiB. Members that have no room there are left out. */
  metadata?: Readonly<Record<string, unknown>>;
}

/** Records something that is not watched: a read of a database, a tool, a second of a GPU. */
export function record(recording: Recording): void {
  recordOne(recording);
}

const recordOne = guarded("record", (given: Recording) => {
  const call = runtime.start(String(given.provider), given.endpoint ?? "", given.spanType || "llm");
  if (call === undefined) return;
  const ending: Ending = {
    latency_ms: given.latencyMs ?? null,
    model: given.model ?? null,
    usage: given.usage ?? {},
    cost_usd: given.costUsd ?? null,
    response_id: given.responseId ?? null,
    service_tier: given.serviceTier ?? null,
    event_metadata: given.metadata ?? {},
  };
  if (given.timestamp !== undefined) ending.timestamp = given.timestamp;
  runtime.finish(call, given.status || "ok", ending);
});

/** Delivers what is queued, waiting at most so many milliseconds. Whether nothing is left. */
export async function flush(timeoutMs = 5_000): Promise<boolean> {
  try {
    return await runtime.flush(timeoutMs);
  } catch (error) {
    report("flush", error);
    return false;
  }
}

/** Delivers what is queued and stops recording. Whether nothing is left. */
export async function shutdown(timeoutMs = 2_000): Promise<boolean> {
  try {
    return await runtime.shutdown(timeoutMs);
  } catch (error) {
    report("shutdown", error);
    return false;
  }
}

/** What became of the events of this process so far. */
export function stats(): Stats {
  return counts() ?? { queued: 0, queuedBytes: 0, delivered: 0, dropped: 0, rejected: 0 };
}

const counts = guarded("stats", () => runtime.stats());

/** Whether calls are being recorded. */
export function isInitialized(): boolean {
  return runtime.settings !== undefined;
}

type Id = string | number | null | undefined;
type Settable = "customerId" | "userId" | "sessionId" | "runId" | "traceId";

const set = guarded("a setter", (name: Settable, value: string | undefined) => change({ [name]: value }));
const text = guarded("a setter", (value: Id) => fit(value));
const fresh = guarded("a setter", () => uuid7());

/**
 * Whose work follows: the tenant's own customer. `null` for nobody's.
 *
 * It counts for what follows in the work at hand and what that starts: a request of a middleware of ours, a `run`, a
 * function that was started without being awaited. `withCustomer` says where it ends, too.
 */
export function setCustomerId(customerId: Id): void {
  set("customerId", text(customerId));
}

/** The customer whose work this is. */
export function getCustomerId(): string | undefined {
  return customer();
}

const customer = guarded("getCustomerId", () => {
  const here = current();
  return here.customerId ?? runtime.settingsOf(here)?.customerId;
});

/** The person who causes what follows. */
export function setUserId(userId: Id): void {
  set("userId", text(userId));
}

/** The conversation that what follows is part of. */
export function setSessionId(sessionId: Id): void {
  set("sessionId", text(sessionId));
}

/** What follows belongs to this run; without an id, to a new one. */
export function setRunId(runId?: Id): void {
  set("runId", text(runId) ?? fresh());
}

/** The run that this work belongs to. Asking for it begins one where there is none. */
export function getRunId(): string {
  return knownOrNew("runId") ?? "";
}

/** What follows is part of this trace, across services; without an id, of a new one. */
export function setTraceId(traceId?: Id): void {
  set("traceId", text(traceId) ?? fresh());
}

/** The trace that this work is part of. Asking for it begins one where there is none. */
export function getTraceId(): string {
  return knownOrNew("traceId") ?? "";
}

const knownOrNew = guarded("a getter", (name: "runId" | "traceId"): string => {
  const known = current()[name] ?? uuid7();
  change({ [name]: known });
  return known;
});

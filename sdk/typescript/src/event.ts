/** One provider call, from its start to the event that tells of it. */
import type { Destination, Settings } from "./config.js";
import type { Context } from "./context.js";
import { uuid7 } from "./ids.js";
import { warnOnce } from "./log.js";
import { fit, MAX_NAME, MAX_PATH } from "./text.js";
import type { components } from "./wire.gen.js";

/** An event as the collector's description has it, with its free members typed as what they hold. */
export type WireEvent = Omit<components["schemas"]["Event"], "usage" | "tags" | "event_metadata"> & {
  usage?: Readonly<Record<string, unknown>>;
  tags?: Readonly<Record<string, string>>;
  event_metadata?: Readonly<Record<string, unknown>>;
};

/** Members that are known only when a call has ended. */
export type Ending = Partial<Omit<WireEvent, "id">>;

/** Most units of one kind that the collector takes. */
const MAX_UNITS = 1_000_000_000;

/** Bytes of metadata that the collector takes. It refuses the whole event for more. */
const MAX_METADATA = 64 << 10;

/** The moment at which a call began, and whose it is. */
export class Mark {
  readonly began = Date.now();
  readonly counter = performance.now();

  constructor(
    readonly settings: Settings,
    readonly context: Context,
  ) {}
}

/** A call, or a step around calls, that is going on. Where it belongs is decided when it starts. */
export class Call {
  private isOver = false;

  constructor(
    readonly mark: Mark,
    readonly provider: string,
    readonly endpoint: string,
    readonly spanType = "llm",
    readonly spanId: string = uuid7(),
  ) {}

  /** What counted where it began. */
  get settings(): Settings {
    return this.mark.settings;
  }

  /** Where the event goes. */
  get destination(): Destination {
    return this.mark.settings.destination;
  }

  /** The event as JSON, the first time; nothing after that. `ending` are the members that only the end knows. */
  end(status: string, ending: Ending): string | undefined {
    if (this.isOver) return undefined;
    this.isOver = true;
    const latency = Math.round((performance.now() - this.mark.counter) * 1_000) / 1_000;
    return encode({ ...this.place(), status, latency_ms: latency, ...ending });
  }

  private place(): WireEvent {
    const { context, settings, began } = this.mark;
    const { spans } = context;
    const innermost = spans.at(-1);
    return {
      id: uuid7(),
      provider: this.provider,
      span_type: this.spanType,
      timestamp: new Date(began).toISOString(),
      tenant_id: settings.tenantId,
      customer_id: context.customerId ?? settings.customerId ?? null,
      user_id: context.userId ?? null,
      session_id: context.sessionId ?? null,
      run_id: context.runId ?? null,
      trace_id: context.traceId ?? null,
      span_id: this.spanId,
      parent_span_id: innermost?.id ?? null,
      section: innermost?.name ?? null,
      section_path: spans.map((span) => span.name).join("/"),
      endpoint: this.endpoint,
      environment: settings.environment ?? null,
      tags: Object.fromEntries(context.tags),
    } as WireEvent;
  }
}

const PATHS = new Set(["section_path", "endpoint"]);
const AS_THEY_ARE = new Set(["latency_ms", "cost_usd", "is_streaming", "stream_cancelled"]);
const OBJECTS = new Set(["usage", "tags", "event_metadata"]);

/** An event as the collector takes it: what is empty is left out, texts fit their limits. */
export function encode(members: Ending): string {
  const event: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) {
    if (value === null || value === undefined || value === "" || value === false) continue;
    if (AS_THEY_ARE.has(name)) {
      event[name] = value;
    } else if (OBJECTS.has(name)) {
      const object = name === "usage" ? amounts(value as Record<string, unknown>) : (value as object);
      if (Object.keys(object).length > 0) event[name] = object;
    } else {
      const text = fit(value, PATHS.has(name) ? MAX_PATH : MAX_NAME);
      if (text !== undefined) event[name] = text;
    }
  }
  try {
    const text = JSON.stringify(event);
    // Only metadata can be so long that it has to be looked at.
    if (text.length * 3 <= MAX_METADATA) return text;
    return JSON.stringify({ ...event, event_metadata: fitting(event.event_metadata ?? {}) });
  } catch {
    // Only metadata can hold what JSON cannot say. The figures are worth more.
    warnOnce("metadata", "the metadata of an event is no JSON; it is left out");
    const { event_metadata: _, ...rest } = event;
    return JSON.stringify(rest);
  }
}

/** The members of metadata that the collector has room for, the first ones first. */
function fitting(metadata: object): object {
  let room = MAX_METADATA;
  const kept: [string, unknown][] = [];
  for (const [name, value] of Object.entries(metadata)) {
    // As the collector counts it, with quotes, colon and comma.
    const size = Buffer.byteLength(name) + Buffer.byteLength(JSON.stringify(value) ?? "") + 4;
    if (size > room) {
      warnOnce(
        "metadataSize",
        "the metadata of an event is longer than 64 KiB; what has no room is left out",
      );
      continue;
    }
    room -= size;
    kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

/** The kinds of usage whose quantity is one. A provider that sends nonsense must not cost the rest of the event. */
export function amounts(usage: Readonly<Record<string, unknown>>): Record<string, number> {
  const kept: [string, number][] = [];
  for (const [kind, quantity] of Object.entries(usage)) {
    if (typeof quantity !== "number" || !(quantity >= 0 && quantity <= MAX_UNITS)) {
      warnOnce(`usage:${kind}`, `a usage of ${JSON.stringify(kind)} is no quantity; it is left out`);
    } else if (quantity > 0) {
      kept.push([kind, quantity]);
    }
  }
  return Object.fromEntries(kept);
}

/** Carrying the context to where it does not go by itself: job queues, other services, callbacks of old. */
import { type Context, current, EMPTY, type Span } from "./context.js";
import { guarded, report } from "./guard.js";
import { uuid7 } from "./ids.js";
import { inside, joined, scoped } from "./scopes.js";
import { fit } from "./text.js";

/** A context as it travels, beside a job or in a message. `sdk/wire/context.json` has its cases. */
export interface ExportedContext {
  customer_id?: string;
  user_id?: string;
  session_id?: string;
  run_id?: string;
  trace_id?: string;
  section_stack?: string[];
  parent_span_id?: string;
  tags?: Record<string, string>;
}

const IDS = {
  customer_id: "customerId",
  user_id: "userId",
  session_id: "sessionId",
  run_id: "runId",
  trace_id: "traceId",
} as const;

// Sections and tags that are taken from an exported context.
const MOST = 64;

/**
 * The context as JSON can say it, for a message to another process. It never holds a key or an address: what is
 * imported cannot send events elsewhere.
 */
export function exportContext(): ExportedContext {
  return exported() ?? {};
}

const exported = guarded("exportContext", (): ExportedContext => {
  const here = current();
  const data: ExportedContext = {};
  for (const [name, member] of entries(IDS)) {
    const value = here[member];
    if (value !== undefined) data[name] = value;
  }
  const innermost = here.spans.at(-1);
  if (innermost !== undefined) {
    data.section_stack = here.spans.map((span) => span.name);
    data.parent_span_id = innermost.id;
  }
  if (here.tags.length > 0) data.tags = Object.fromEntries(here.tags);
  return data;
});

/** Runs a function in an exported context. What that does not tell stays as it is. */
export function withContext<T>(data: ExportedContext | null | undefined, body: () => T): T {
  return scoped("withContext", () => imported(data), body);
}

function imported(data: unknown): Partial<Context> {
  if (!isObject(data)) return {};
  const members: { -readonly [Name in keyof Context]?: Context[Name] } = {};
  for (const [name, member] of entries(IDS)) {
    const value = own(data, name);
    if (typeof value === "string" || typeof value === "number") members[member] = fit(value);
  }
  const stack = own(data, "section_stack");
  if (Array.isArray(stack)) members.spans = spansOf(stack, fit(own(data, "parent_span_id")));
  const tags = own(data, "tags");
  if (isObject(tags)) members.tags = joined([], Object.entries(tags).slice(0, MOST));
  return members;
}

function spansOf(stack: readonly unknown[], parent: string | undefined): Span[] {
  const names = stack.slice(0, MOST).filter((one): one is string => typeof one === "string");
  const spans = names.flatMap((name) => fit(name) ?? []).map((name) => ({ name, id: uuid7() }));
  const innermost = spans.at(-1);
  if (innermost !== undefined && parent !== undefined) innermost.id = parent;
  return spans;
}

/**
 * A function that runs in the context of whoever calls *this*, for queues and emitters that call it from elsewhere:
 * `emitter.on("done", inContext(() => …))`.
 */
export function inContext<A extends unknown[], R>(body: (...args: A) => R): (...args: A) => R {
  const here = present();
  return (...args) => inside(here, () => body(...args));
}

function present(): Context {
  try {
    return current();
  } catch (error) {
    report("inContext", error);
    return EMPTY;
  }
}

function entries<T extends object>(object: T): [keyof T, T[keyof T]][] {
  return Object.entries(object) as [keyof T, T[keyof T]][];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(data: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

/** Functions that say whose the work inside them is, and what part of the application. */
import { apiKey, collectorUrl, DEFAULT_TENANT, type Destination, resolve } from "./config.js";
import { type Binding, type Context, current, type Span, within } from "./context.js";
import type { Call } from "./event.js";
import { follow, goOn } from "./follow.js";
import { kindOf, report } from "./guard.js";
import { uuid7 } from "./ids.js";
import { warnOnce } from "./log.js";
import { runtime } from "./runtime.js";
import { fit } from "./text.js";

/** Runs a function as work for this customer of the tenant's own. `null` for nobody's. */
export function withCustomer<T>(customerId: string | number | null, body: () => T): T {
  return scoped("withCustomer", () => ({ customerId: fit(customerId) }), body);
}

/** Runs a function as work that this person causes. */
export function withUser<T>(userId: string | number | null, body: () => T): T {
  return scoped("withUser", () => ({ userId: fit(userId) }), body);
}

/** Runs a function as part of this conversation. */
export function withSession<T>(sessionId: string | number | null, body: () => T): T {
  return scoped("withSession", () => ({ sessionId: fit(sessionId) }), body);
}

/** Runs a function with free labels on its calls, added to those around it. */
export function withTags<T>(tags: Readonly<Record<string, string | number>>, body: () => T): T {
  return scoped("withTags", () => ({ tags: joined(current().tags, Object.entries(tags)) }), body);
}

/** A tenant's key and collector, where they are not those at hand. */
export interface TenantOptions {
  apiKey?: string;
  collectorUrl?: string;
}

/** Sends what a function does to another tenant: with its own key, or with the present one where that may name tenants. */
export function withTenant<T>(tenantId: string, options: TenantOptions, body: () => T): T;
export function withTenant<T>(tenantId: string, body: () => T): T;
export function withTenant<T>(tenantId: string, second: TenantOptions | (() => T), third?: () => T): T {
  const body = typeof second === "function" ? second : (third as () => T);
  const options = typeof second === "function" ? {} : second;
  return scoped("withTenant", () => ({ binding: bindingOf(tenantId, options) }), body);
}

/** Runs a function as one run: a request, a job. Without an id it is a new one. */
export function run<T>(body: () => T): T;
export function run<T>(runId: string | undefined, body: () => T): T;
export function run<T>(first: string | undefined | (() => T), second?: () => T): T {
  const body = typeof first === "function" ? first : (second as () => T);
  return scoped(
    "run",
    () => ({ runId: (typeof first === "function" ? undefined : fit(first)) ?? uuid7() }),
    body,
  );
}

/**
 * Runs a function as a named part of the application: `agent:research`, `tool:search`, or any text. It is a span of its
 * run's tree, and the section of the calls in it. Promises and generators are followed until they are done.
 */
export function section<T>(name: string, body: () => T): T {
  let opened: Opened | undefined;
  try {
    opened = open(name);
  } catch (error) {
    report("section", error);
  }
  if (opened === undefined) return body();
  const { context, end } = opened;
  let result: T;
  try {
    result = within(context, body);
  } catch (error) {
    quietly(end, error);
    throw error;
  }
  try {
    return follow(
      result,
      (error) => quietly(end, error),
      (step) => within(context, step),
      // What an `async` function returns is nobody else's.
      Object.prototype.toString.call(body) === "[object AsyncFunction]",
    );
  } catch {
    return result;
  }
}

interface Opened {
  readonly context: Context;
  readonly end: (error?: unknown) => void;
}

function open(given: string): Opened {
  const before = current();
  const name = fit(given) ?? "default";
  const kind = name.split(":", 1)[0] ?? "";
  // A section that is in no run begins one: the calls in it belong together.
  const around = { ...before, runId: before.runId ?? uuid7() };
  const call = within(around, () =>
    runtime.start("internal", "", ["agent", "tool", "step"].includes(kind) ? kind : "section"),
  );
  const span: Span = { name, id: call?.spanId ?? uuid7() };
  const spans = [...before.spans, span];
  return { context: { ...around, spans }, end: (error) => close(call, spans, error) };
}

function close(call: Call | undefined, spans: readonly Span[], error: unknown): void {
  if (call === undefined) return;
  const path = spans.map((span) => span.name).join("/");
  runtime.finish(call, outcome(error), { section: spans.at(-1)?.name, section_path: path });
}

/** The status of what ended with an error, or without. */
export function outcome(error: unknown): "ok" | "error" | "cancelled" {
  if (error === undefined || error === null) return "ok";
  const isAbort = (error as Error).name === "AbortError" || kindOf(error) === "APIUserAbortError";
  return isAbort ? "cancelled" : "error";
}

/** A binding to another tenant, from what counts here. Without an address that it can go to, nothing goes anywhere. */
export function bindingOf(tenantId: unknown, options: TenantOptions): Binding {
  const here = current();
  const isNowhere = here.binding !== undefined && here.binding.settings === undefined;
  const settings = runtime.settingsOf(here) ?? (isNowhere ? undefined : resolve({}));
  if (settings === undefined) return { settings };
  const address =
    options.collectorUrl === undefined
      ? settings.destination.collectorUrl
      : collectorUrl(options.collectorUrl);
  if (address === undefined) {
    // Not to the collector at hand: the key may be none of its own.
    warnOnce("tenantUrl", "a tenant was given no URL of a collector; nothing of it is recorded");
    return { settings: undefined };
  }
  const destination: Destination = {
    collectorUrl: address,
    apiKey: options.apiKey === undefined ? settings.destination.apiKey : apiKey(options.apiKey),
  };
  const tenant = { destination, tenantId: fit(tenantId, 64) ?? DEFAULT_TENANT, customerId: undefined };
  return { settings: { ...settings, ...tenant } };
}

/** Tags with others added, at most 64. */
export function joined(
  before: Context["tags"],
  more: Iterable<readonly [unknown, unknown]>,
): Context["tags"] {
  const tags = new Map(before);
  for (const [name, value] of more) {
    const [fitName, fitValue] = [fit(name), fit(value)];
    if (fitName !== undefined && fitValue !== undefined) tags.set(fitName, fitValue);
  }
  return [...tags].slice(0, 64);
}

/** Runs a function in the context at hand with some members changed. */
export function scoped<T>(where: string, members: () => Partial<Context>, body: () => T): T {
  let context: Context | undefined;
  try {
    context = { ...current(), ...members() };
  } catch (error) {
    report(where, error);
  }
  return context === undefined ? body() : inside(context, body);
}

/** Runs a function in a context, and the steps of the generator that it may return. */
export function inside<T>(context: Context, body: () => T): T {
  const result = within(context, body);
  try {
    return goOn(result, (step) => within(context, step));
  } catch {
    return result;
  }
}

function quietly(end: (error?: unknown) => void, error: unknown): void {
  try {
    end(error);
  } catch (fault) {
    report("section", fault);
  }
}

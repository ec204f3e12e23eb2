/** Settings: an option, then `LLMOBSERVE_*`, then the default. */
import { type Logger, warnOnce } from "./log.js";
import { fit } from "./text.js";

/** Where a collector is that nobody told of. */
export const DEFAULT_URL = "http://localhost:8000";
/** The tenant of whoever names none. */
export const DEFAULT_TENANT = "default_tenant";
const DEFAULT_FLUSH_MS = 500;
const MOST_FLUSH_MS = 3_600_000;

// Earlier SDKs sent this where nobody gave a key. It is no key.
const PLACEHOLDER_KEY = "dev-mode";

/** Sees a text before it is recorded: what may be recorded of it, or nothing. */
export type Redact = (text: string) => string | null | undefined;

/** What `observe` may be told. */
export interface ObserveOptions {
  /** Where the collector is: `http://localhost:8000`. */
  collectorUrl?: string;
  /** A key of the tenant; not needed by a collector in open mode. */
  apiKey?: string;
  /** The tenant: `default_tenant`. Beside a key it may be left out. */
  tenantId?: string;
  /** The customer of calls that name no other. */
  customerId?: string;
  /** `production`, `staging` … */
  environment?: string;
  /** The longest that an event waits before it is sent, in milliseconds: 500. */
  flushIntervalMs?: number;
  /** Records prompts and completions, at most 8 KiB of each. */
  captureContent?: boolean;
  /** Sees the whole of such a text first. What it throws at is not recorded. */
  redact?: Redact;
  /** Delivers before a SIGTERM ends the process. */
  flushOnSigterm?: boolean;
  /** The provider behind a host (or host:port) of one's own: `{ "llm-gateway.example": "openai" }`. */
  providers?: Record<string, string>;
  /** Records what `fetch` asks of known providers, too. */
  fetch?: boolean;
  /** Takes the lines of our log in place of `console.warn`; `null` for none. */
  logger?: Logger | null;
}

/** Where events go: a collector, and the key that decides whose they are. Each has a queue of its own. */
export interface Destination {
  readonly collectorUrl: string;
  readonly apiKey: string | undefined;
}

/** What `observe` was told. */
export interface Settings {
  readonly destination: Destination;
  readonly tenantId: string;
  readonly customerId: string | undefined;
  readonly environment: string | undefined;
  readonly flushIntervalMs: number;
  readonly captureContent: boolean;
  readonly redact: Redact | undefined;
  readonly flushOnSigterm: boolean;
  readonly fetch: boolean;
  readonly providers: ReadonlyMap<string, string>;
}

/** Settings from the options and the environment; nothing when the SDK is switched off. */
export function resolve(options: ObserveOptions): Settings | undefined {
  if (flag(process.env.LLMOBSERVE_DISABLED)) return undefined;
  const url = collectorUrl(value(options.collectorUrl, "COLLECTOR_URL") ?? DEFAULT_URL);
  if (url === undefined) {
    warnOnce("collectorUrl", "the collector's URL must be http(s)://host; nothing is recorded");
    return undefined;
  }
  const { redact } = options;
  return {
    destination: { collectorUrl: url, apiKey: apiKey(value(options.apiKey, "API_KEY")) },
    tenantId: fit(value(options.tenantId, "TENANT_ID"), 64) ?? DEFAULT_TENANT,
    customerId: fit(value(options.customerId, "CUSTOMER_ID")),
    environment: fit(value(options.environment, "ENVIRONMENT")),
    flushIntervalMs: milliseconds(value(options.flushIntervalMs, "FLUSH_INTERVAL_MS") ?? DEFAULT_FLUSH_MS),
    captureContent: flag(value(options.captureContent, "CAPTURE_CONTENT")),
    redact: typeof redact === "function" ? redact : undefined,
    flushOnSigterm: flag(value(options.flushOnSigterm, "FLUSH_ON_SIGTERM")),
    fetch: flag(value(options.fetch, "FETCH")),
    // Hosts are the same however they are written; the parser of addresses writes them small.
    providers: new Map(
      Object.entries(options.providers ?? {}).map(([host, name]) => [host.toLowerCase(), name]),
    ),
  };
}

/** A URL without the slashes at its end, or nothing if it is none that we can post to. */
export function collectorUrl(text: unknown): string | undefined {
  try {
    const url = new URL(String(text).trim());
    const isUsable =
      (url.protocol === "http:" || url.protocol === "https:") && url.hostname && url.port !== "0";
    return isUsable ? `${url.origin}${url.pathname.replace(/\/+$/, "")}` : undefined;
  } catch {
    return undefined;
  }
}

/** A key, or nothing for what stands for none. */
export function apiKey(given: unknown): string | undefined {
  const text = given === undefined || given === null ? "" : String(given).trim();
  if (!/^[\x20-\x7e]*$/.test(text)) {
    warnOnce("apiKey", "the API key has characters that no key has; it is not used");
    return undefined;
  }
  return text && text !== PLACEHOLDER_KEY ? text : undefined;
}

function value<T>(given: T | null | undefined, name: string): T | string | undefined {
  return given ?? (process.env[`LLMOBSERVE_${name}`] || undefined);
}

function flag(given: unknown): boolean {
  return typeof given === "string"
    ? ["1", "true", "yes", "on"].includes(given.trim().toLowerCase())
    : !!given;
}

function milliseconds(given: unknown): number {
  const parsed = Number(given);
  if (parsed > 0 && parsed <= MOST_FLUSH_MS) return parsed;
  warnOnce(
    "flushIntervalMs",
    `flushIntervalMs must be 1 to ${MOST_FLUSH_MS}; ${DEFAULT_FLUSH_MS} ms is used`,
  );
  return DEFAULT_FLUSH_MS;
}

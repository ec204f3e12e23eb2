/** What a collector's answer means for the batch that it answers. Pure: `sdk/wire/retries.json` is its table. */
import type { components } from "./wire.gen.js";

/** A collector that asks for a longer wait, in seconds, is asked again after this. */
export const LONGEST_WAIT = 300;

// Seconds before the second attempt, and between attempts at most.
const FIRST_DELAY = 0.5;
const LONGEST_DELAY = 10;

/** An HTTP answer, its body cut at what is read of one. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string | undefined;
}

/** What to do with a batch: `split` sends it again in halves, a single event that is refused so is dropped. */
export type Outcome = "delivered" | "split" | "retry";

/** The outcome, with the events that are refused for good and the wait that was asked for, in seconds. */
export interface Verdict {
  readonly outcome: Outcome;
  /** Index and reason. */
  readonly rejected: readonly (readonly [number, string])[];
  readonly wait?: number | undefined;
}

type Known = Partial<components["schemas"]["Receipt"] & components["schemas"]["AllRejected"]>;

/** The verdict on a batch of `sent` events. */
export function judge(answer: Answer, sent: number): Verdict {
  const body = parsed(answer.body);
  const rejected = refusals(body, sent);
  const { status } = answer;
  if ((status === 200 || status === 201) && isReceipt(body, answer))
    return { outcome: "delivered", rejected };
  if ((status === 403 || status === 422) && rejected.length === sent)
    return { outcome: "delivered", rejected };
  if (status === 413 || ((status === 400 || status === 422) && "code" in body)) {
    return { outcome: "split", rejected: [] };
  }
  // Everything else may pass: a restart, a deploy in front of it, a key that is being replaced, a foreign page.
  return { outcome: "retry", rejected: [], wait: waitOf(answer.retryAfter) };
}

/** Seconds until the next attempt after so many failures in a row; `chance` is from 0 to 1. */
export function backoff(failures: number, chance: number): number {
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(failures - 1, 16));
  return longest * (0.5 + chance / 2);
}

function parsed(text: string): Known {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

/** A receipt counts what was created. One with very many rejections is cut, and tells so by its beginning. */
function isReceipt(body: Known, answer: Answer): boolean {
  return Number.isInteger(body.created) || answer.body.startsWith('{"status":"success","created":');
}

function refusals(body: Known, sent: number): [number, string][] {
  const found = new Map<number, string>();
  for (const entry of Array.isArray(body.rejected) ? body.rejected : []) {
    const index = entry?.index;
    if (Number.isInteger(index) && index >= 0 && index < sent)
      found.set(index, `${entry.code}: ${entry.message}`);
  }
  return [...found];
}

/** Seconds that `Retry-After` asks for: a number, or a date. */
function waitOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === "") return undefined;
  const seconds = Number.isNaN(Number(header)) ? (Date.parse(header) - Date.now()) / 1_000 : Number(header);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), LONGEST_WAIT);
}

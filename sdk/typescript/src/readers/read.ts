/** Reading answers of providers: what names a call, and what it used. */

/** What an answer says about the call that it answers. */
export interface Reading {
  /** Disjoint kinds: no unit is in two of them. */
  readonly usage: Readonly<Record<string, number>>;
  readonly model?: string | undefined;
  readonly responseId?: string | undefined;
  /** The tier that served the call, not the one that was asked for. */
  readonly serviceTier?: string | undefined;
}

/** The nothing that an answer says which could not be read. */
export const NOTHING: Reading = { usage: {} };

/** An object of JSON that is put together as it comes. */
export type Growing = Record<string, unknown>;

/** One of a provider's functions, by how its answers are read. */
export interface Api {
  readonly endpoint: string;
  readonly spanType: string;
  /** Request and answer. Of a stream, the answer is what `fold` made of its events. */
  readonly read: (request: unknown, answer: unknown) => Reading;
  /** Takes an event of a stream into the answer. Whether it was the last. */
  readonly fold?: (answer: Growing, event: Growing) => boolean;
  /** The text that an event of a stream adds. */
  readonly delta?: (event: Growing) => string | undefined;
}

/** A member of a member …, or nothing where one of them is missing. */
export function get(value: unknown, ...names: string[]): unknown {
  let found = value;
  for (const name of names) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Growing)[name];
  }
  return found ?? undefined;
}

/** A quantity; 0 for whatever is none. */
export function count(value: unknown, ...names: string[]): number {
  const found = get(value, ...names);
  return typeof found === "number" && found > 0 ? found : 0;
}

/** A text, or nothing. */
export function text(value: unknown, ...names: string[]): string | undefined {
  const found = get(value, ...names);
  return typeof found === "string" && found ? found : undefined;
}

/** The elements of an array; none for whatever is none. */
export function items(value: unknown, ...names: string[]): readonly unknown[] {
  const found = get(value, ...names);
  return Array.isArray(found) ? found : [];
}

/** Whether a value is an object of JSON. */
export function isObject(value: unknown): value is Growing {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A total that includes its parts, as disjoint kinds; what the parts leave is of the kind `rest`.
 *
 * Of parts that overlap, such as cached audio, the later one yields: nothing is counted twice.
 */
export function disjoint(rest: string, total: number, parts: Record<string, number>): Record<string, number> {
  const kinds: Record<string, number> = {};
  let left = total;
  for (const [kind, quantity] of Object.entries(parts)) {
    kinds[kind] = Math.min(quantity, left);
    left -= kinds[kind];
  }
  kinds[rest] = left;
  return kinds;
}

/** What a price's id says: `2026-11-21:openai/gpt-4o@2024-10-02+batch;operator:po_3f…`. */
export interface PriceId {
  /** The day of the data. */
  version: string | null;
  /** Since when it holds; `null`: since ever, or nobody knows. */
  since: string | null;
  /** Overrides on top of it, from the lowest layer up. */
  overrides: string[];
}

const VERSION = /^\d{4}-\d{2}-\d{2}/;

export function readPriceId(id: string, name: string): PriceId {
  const parts = id.split(";");
  const base = VERSION.test(id) ? (parts.shift() ?? "") : "";
  const begin = base.indexOf(`:${name}`);
  // A model's own name may hold an @: what follows the name is looked at only.
  const rest = begin < 0 ? "" : base.slice(begin + name.length + 1);
  const since = /^@([^+]+)/.exec(rest)?.[1] ?? null;
  return { version: VERSION.exec(base)?.[0] ?? null, since, overrides: parts };
}

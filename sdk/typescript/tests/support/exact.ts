/** JSON whose numbers keep their digits: amounts are texts, as a float would lose some. */

/** An answer of the collector's: whatever a test looks for in it. */
// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests are about
export type Exact = Record<string, any>;

/** Reads JSON with every number that is no integer, and every amount and quantity, as the text that it stands in. */
export function exactly(text: string): Exact {
  const kept = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token.startsWith('"') || /^-?\d{1,15}$/.test(token) ? token : JSON.stringify(token),
  );
  return JSON.parse(kept) as Exact;
}

/** An amount in nano-dollars. */
export function nano(amount: unknown): bigint {
  const [whole = "0", part = ""] = String(amount ?? 0).split(".");
  const sign = whole.startsWith("-") ? -1n : 1n;
  return BigInt(whole) * 1_000_000_000n + sign * BigInt(part.padEnd(9, "0").slice(0, 9));
}

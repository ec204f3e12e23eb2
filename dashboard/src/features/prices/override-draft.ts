/** A new override as it is typed, and as the API takes it. */
import type { Schemas } from "@/api/client";
import { isDecimal } from "./unit-price";

export interface PriceLine {
  id: number;
  kind: string;
  /** `1.25`, or `1.25, >200000 = 2.50` for prompts above a border. */
  price: string;
  per: string;
}

export const PERS = [
  ["1000000", "per million"],
  ["1000", "per thousand"],
  ["1", "each"],
  ["3600", "per 3,600"],
] as const;

/** Prices by kind, or what is wrong with them. */
export function unitPricesOf(lines: PriceLine[]): Record<string, Schemas["NewUnitPrice"]> | string {
  const prices: Record<string, Schemas["NewUnitPrice"]> = {};
  for (const { kind, price, per } of lines) {
    const name = kind.trim();
    if (!name) return "Each price needs a kind, such as input.";
    if (prices[name]) return `${name} has two prices.`;
    const [base = "", ...tiers] = price.split(",").map((part) => part.trim());
    const above = tiers.map(tierOf);
    if (!isDecimal(base) || !above.every((tier) => tier !== null)) {
      return `The price of ${name} is a decimal in USD, such as 1.25 or 1.25, >200000 = 2.50.`;
    }
    prices[name] = { usd: base, per: Number(per), ...(above.length > 0 && { above }) };
  }
  return prices;
}

function tierOf(text: string): Schemas["NewTier"] | null {
  const [, tokens = "", usd = ""] = /^>\s*(\d+)\s*=\s*(\S+)$/.exec(text) ?? [];
  return isDecimal(usd) ? { tokens: Number(tokens), usd } : null;
}

/** The hours of a day; one alone is none. */
export function dailyOf(first: string | null, second: string | null): string[] | null | string {
  if (!first && !second) return null;
  return first && second ? [first, second] : "Daily hours need both a beginning and an end.";
}

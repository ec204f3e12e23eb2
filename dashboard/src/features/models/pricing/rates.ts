/** Prices as they are typed, and as the API takes them. Figures stay the text that was typed. */
import type { Schemas } from "@/api/client";
import type { NewOverride } from "@/api/unpriced";

export type UnitPrices = NonNullable<NewOverride["unit_prices"]>;

export interface Rate {
  /** Tells rows apart; kinds are typed and may be the same for a while. */
  id: number;
  kind: string;
  /** The kind is typed by hand. */
  typed?: boolean;
  usd: string;
  per: number;
  /** Borders of the prompt's size, taken over from a known price. */
  above?: Schemas["NewTier"][];
}

export const PER = [1_000_000, 1_000, 1] as const;
const MILLION = PER[0];
/** What most models bill. A kind without a price of its own borrows one: cached tokens that of `input`. */
const USUAL = ["input", "output", "cache_read", "cache_write"];
export const KINDS = [
  ...USUAL,
  "reasoning",
  "input_audio",
  "output_audio",
  "characters",
  "seconds",
  "images",
  "pages",
  "requests",
  "web_searches",
];
const KIND = /^[a-z][a-z0-9_]*$/;
const FIGURE = /^\d+(?:\.\d{1,12})?$/;
const MOST_DIGITS = 15;

export function usualRates(): Rate[] {
  return USUAL.map((kind, id) => ({ id, kind, usd: "", per: MILLION }));
}

export function anotherRate(rates: Rate[]): Rate {
  return { id: Math.max(-1, ...rates.map(({ id }) => id)) + 1, kind: "", typed: true, usd: "", per: 1 };
}

/** The prices of a model that is known, as a start. */
export function ratesOf(prices: Record<string, Schemas["ExplainedRate"]>): Rate[] {
  const place = (kind: string) => (USUAL.includes(kind) ? USUAL.indexOf(kind) : USUAL.length);
  return Object.entries(prices)
    .sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b))
    .map(([kind, { usd, per, above }], id) => ({ id, kind, usd, per, above }));
}

/** The prices of what was typed; or what is wrong with it, in words. Lines without a figure say nothing. */
export function unitPricesOf(rates: Rate[]): UnitPrices | string {
  const prices: UnitPrices = {};
  for (const { kind, usd, per, above } of rates) {
    const figure = usd.trim();
    if (!figure) continue;
    if (!KIND.test(kind)) return `"${kind}" is no kind of usage: lower-case letters, digits and _.`;
    if (kind in prices) return `${kind} has two prices.`;
    if (!FIGURE.test(figure) || figure.replace(".", "").length > MOST_DIGITS) {
      return `${kind}: "${figure}" is no price. Write USD with a point, such as 2.50, with at most 15 digits, 12 behind the point.`;
    }
    prices[kind] = { usd: figure, per, ...(above?.length && { above }) };
  }
  return Object.keys(prices).length > 0 ? prices : "Name at least one price. 0 is a price too: it is free.";
}

/** What a call costs at given rates, to the nano-dollar, by the collector's rules. */
import type { Rate, Rates } from "@/api/prices";
import { exact, sum, type Usd, ZERO } from "@/lib/money";
import { decimal } from "./unit-price";

/** Units by kind. */
export type Usage = Record<string, number>;

export interface Line {
  kind: string;
  count: number;
  /** The kind whose price pays; `null`: nothing does. */
  payer: string | null;
  usd: string | null;
  per: number | null;
  cost: Usd | null;
  /** The provider bills each request: this is the call's own. */
  implied: boolean;
}

export interface CallCost {
  lines: Line[];
  total: Usd;
  /** A line has no price. */
  unpriced: boolean;
}

/** Which prices a kind without its own borrows, the first that there is. */
const BORROWS: Record<string, string[]> = {
  cache_read: ["input"],
  cache_read_audio: ["cache_read", "input_audio", "input"],
  cache_read_image: ["cache_read", "input_image", "input"],
  cache_read_video: ["cache_read", "input_video", "input"],
  cache_write: ["cache_write_5m", "input"],
  cache_write_5m: ["cache_write", "input"],
  cache_write_30m: ["cache_write", "cache_write_5m", "input"],
  cache_write_1h: ["cache_write", "cache_write_5m", "input"],
  cache_write_12h: ["cache_write", "cache_write_5m", "input"],
  input_audio: ["input"],
  input_image: ["input"],
  input_video: ["input"],
  output_audio: ["output"],
  output_image: ["output"],
  output_video: ["output"],
  reasoning: ["output"],
  citation: ["output"],
  annotated_pages: ["pages"],
  input_seconds: ["seconds"],
  output_seconds: ["seconds"],
};
const PROMPT = /^(input(_audio|_image|_video)?|cache_(read|write).*)$/;
const NANO = 1_000_000_000n;

export function callCost(rates: Rates, usage: Usage): CallCost {
  const counted = Object.entries(usage).filter(([, count]) => count > 0);
  const implied = rates.requests !== undefined && counted.length > 0 && !usage.requests;
  const prompt = counted.reduce((all, [kind, count]) => (PROMPT.test(kind) ? all + count : all), 0);
  const lines = counted.map(([kind, count]) => lineOf(rates, kind, count, prompt, false));
  if (implied) lines.push(lineOf(rates, "requests", 1, prompt, true));
  return {
    lines,
    total: sum(lines.map(({ cost }) => cost ?? ZERO)),
    unpriced: lines.some(({ cost }) => cost === null),
  };
}

function lineOf(rates: Rates, kind: string, count: number, prompt: number, implied: boolean): Line {
  const payer = [kind, ...(BORROWS[kind] ?? [])].find((each) => rates[each] !== undefined);
  const rate = payer === undefined ? undefined : rates[payer];
  if (payer === undefined || !rate) {
    return { kind, count, payer: null, usd: null, per: null, cost: null, implied };
  }
  const usd = priceAt(rate, prompt);
  return { kind, count, payer, usd, per: rate.per, cost: amount(usd, rate.per, count), implied };
}

/** The price for a prompt of this size: the highest border below it decides for every unit. */
function priceAt({ usd, above = [] }: Rate, prompt: number): string {
  const passed = above.filter(({ tokens }) => tokens < prompt);
  return passed.reduce((best, tier) => (tier.tokens >= best.tokens ? tier : best), { tokens: -1, usd }).usd;
}

function amount(usd: string, per: number, count: number): Usd {
  const { units, places } = decimal(usd);
  return exact(halfEven(units * BigInt(count) * NANO, BigInt(per) * 10n ** BigInt(places)));
}

function halfEven(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  const twice = (value % by) * 2n;
  return twice > by || (twice === by && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** `input:1200,output:300` of a URL. What is no count is left out. */
export function usageOf(text: string): Usage {
  const usage: Usage = {};
  for (const part of text.split(",")) {
    const [kind = "", count = ""] = part.split(":");
    if (/^[a-z][a-z0-9_]*$/.test(kind) && /^\d{1,12}$/.test(count)) usage[kind] = Number(count);
  }
  return usage;
}

export function usageText(usage: Usage): string {
  return Object.entries(usage)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${kind}:${count}`)
    .join(",");
}

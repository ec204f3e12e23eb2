/** Unit prices: decimal text of up to 28 digits. They are never JavaScript numbers. */
import type { Rate } from "@/api/prices";

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;
const MILLION = 1_000_000n;
/** Decimals that a price for another number of units may need. */
const FINE = 15;

/** A decimal as an integer of its last place. */
interface Decimal {
  units: bigint;
  places: number;
}

export function decimal(text: string): Decimal {
  const match = DECIMAL.exec(text.trim());
  if (!match) throw new RangeError(`not a decimal: ${text}`);
  const [, whole = "0", decimals = ""] = match;
  return { units: BigInt(whole + decimals), places: decimals.length };
}

export function isDecimal(text: string): boolean {
  return DECIMAL.test(text.trim());
}

/** A decimal without trailing zeros. */
export function plain({ units, places }: Decimal): string {
  const digits = String(units).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const decimals = digits.slice(digits.length - places).replace(/0+$/, "");
  return decimals ? `${whole}.${decimals}` : whole;
}

const TOKENS = /^((input|output)(_audio|_image|_video)?|cache_(read|write).*|reasoning|citation)$/;

/** Whether a kind counts tokens, which are priced by the million. */
export function isTokens(kind: string): boolean {
  return TOKENS.test(kind);
}

/** What a million units cost where that is a decimal of few places; `null` where it is not, as for prices an hour. */
export function perMillion(usd: string, per: number): string | null {
  const { units, places } = decimal(usd);
  const scaled = units * MILLION * 10n ** BigInt(FINE);
  const by = BigInt(per);
  return scaled % by === 0n ? plain({ units: scaled / by, places: places + FINE }) : null;
}

/** `$2.50`, `$1,204.00`, `$0.075`: every digit, cents at least. */
export function formatUnit(usd: string): string {
  const [whole = "0", decimals = ""] = usd.split(".");
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${decimals.padEnd(2, "0")}`;
}

const UNITS = new Intl.NumberFormat("en-US");

/** `$2.50 per 1,000,000`, and above which prompts it is another price. */
export function inWords({ usd, per, above = [] }: Rate): string {
  const tiers = above.map(
    (tier) => `, ${formatUnit(tier.usd)} above ${UNITS.format(tier.tokens)} prompt tokens`,
  );
  return `${formatUnit(usd)} per ${UNITS.format(per)}${tiers.join("")}`;
}

const SHORT = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** The same in few letters: `$2.50 / 1M, >200K $5.00`. */
export function inShort({ usd, per, above = [] }: Rate): string {
  const tiers = above.map((tier) => `, >${SHORT.format(tier.tokens)} ${formatUnit(tier.usd)}`);
  return `${formatUnit(usd)} / ${SHORT.format(per)}${tiers.join("")}`;
}

/** Whether two rates say the same. */
export function sameRate(a: Rate | undefined, b: Rate | undefined): boolean {
  return a !== undefined && b !== undefined && inWords(a) === inWords(b);
}

/** A factor in words: `10% less`, `20% more`; `null` where it is no decimal. */
export function factorInWords(text: string): string | null {
  if (!isDecimal(text)) return null;
  const { units, places } = decimal(text);
  const one = 10n ** BigInt(places);
  const apart = units > one ? units - one : one - units;
  if (apart === 0n) return "no change";
  return `${plain({ units: apart * 100n, places })}% ${units > one ? "more" : "less"}`;
}

/**
 * Amounts of money. The API's amounts are exact decimals of USD with at most nine decimals; here they are that text (`Usd`) or
 * integers of nano-dollars. A JavaScript number is made of one only to place a mark in a chart.
 */

/** An amount in USD as the API wrote it, digit for digit. */
export type Usd = `${number}`;

const DECIMALS = 9;
const NANO = 1_000_000_000n;
const CENT = NANO / 100n;
const FIGURES = 4;
const AMOUNT = /^(-?)(\d+)(?:\.(\d{1,9}))?$/;

export const ZERO: Usd = "0";

/** The nano-dollars of an amount. */
export function nano(amount: Usd): bigint {
  const match = AMOUNT.exec(amount);
  if (!match) throw new RangeError(`not an amount in USD: ${amount}`);
  const [, sign, whole = "0", decimals = ""] = match;
  const size = BigInt(whole) * NANO + BigInt(decimals.padEnd(DECIMALS, "0"));
  return sign ? -size : size;
}

/** Nano-dollars as the API would write them: no trailing zeros, no exponent. */
export function exact(amount: bigint): Usd {
  const size = amount < 0n ? -amount : amount;
  const decimals = String(size % NANO)
    .padStart(DECIMALS, "0")
    .replace(/0+$/, "");
  return `${amount < 0n ? "-" : ""}${size / NANO}${decimals && `.${decimals}`}` as Usd;
}

export function add(amount: Usd, another: Usd): Usd {
  return exact(nano(amount) + nano(another));
}

/** The sum of however many. */
export function sum(amounts: readonly Usd[]): Usd {
  return exact(amounts.reduce((all, amount) => all + nano(amount), 0n));
}

export function subtract(from: Usd, amount: Usd): Usd {
  return exact(nano(from) - nano(amount));
}

/** Whether an amount is nothing only because what it is of has no price. */
export function isUnknown(amount: Usd | null | undefined, unpriced: number): boolean {
  return unpriced > 0 && amount != null && nano(amount) === 0n;
}

/** Below zero where `a` is less, above where it is more: for sorting. */
export function compare(a: Usd, b: Usd): number {
  const difference = nano(a) - nano(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** An amount in equal parts, rounded half-even to the nano-dollar as the API rounds. `null` for no parts. */
export function divide(amount: Usd, parts: number): Usd | null {
  return parts > 0 ? exact(divideHalfEven(nano(amount), BigInt(parts))) : null;
}

/** The share of `part` in `whole`, for widths, heights and percentages. 0 of nothing. */
export function ratio(part: Usd, whole: Usd): number {
  const all = nano(whole);
  return all === 0n ? 0 : Number((nano(part) * 1_000_000n) / all) / 1_000_000;
}

/** Dollars as a JavaScript number: for geometry only. */
export function geometry(amount: Usd): number {
  return Number(amount);
}

/** Cents from a dollar on, below it four significant digits: `$1,204.50`, `$0.3850`, `$0.00001235`. */
export function format(amount: Usd): string {
  const value = nano(amount);
  const size = value < 0n ? -value : value;
  const step = stepOf(size);
  const rounded = ((size + step / 2n) / step) * step;
  const [whole = "0", decimals = ""] = exact(rounded).split(".");
  const places = rounded > 0n && rounded < NANO ? significantPlaces(rounded) : 2;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0n && rounded > 0n ? "−" : ""}$${grouped}.${decimals.padEnd(places, "0")}`;
}

/** The same with its sign, for a change: `+$0.12`. */
export function formatChange(amount: Usd): string {
  return nano(amount) > 0n ? `+${format(amount)}` : format(amount);
}

/** A cent from a dollar on, below it the place that four significant digits end at. */
function stepOf(size: bigint): bigint {
  return size < NANO ? 10n ** BigInt(Math.max(String(size).length - FIGURES, 0)) : CENT;
}

/** The decimals of four significant digits, of nine at most. */
function significantPlaces(size: bigint): number {
  return Math.min(DECIMALS - String(size).length + FIGURES, DECIMALS);
}

function divideHalfEven(value: bigint, by: bigint): bigint {
  const size = value < 0n ? -value : value;
  const quotient = size / by;
  const twice = (size % by) * 2n;
  const up = twice > by || (twice === by && quotient % 2n === 1n);
  const result = up ? quotient + 1n : quotient;
  return value < 0n ? -result : result;
}

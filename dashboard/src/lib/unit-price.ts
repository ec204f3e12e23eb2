/** Prices of one unit: decimals of any length, or a quotient such as `0.111/3600`. They are read, never computed with. */

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;
/** Cheaper ones are told by the million. */
const SMALL = /^0(?:\.0{3}\d*)?$/;
const MILLION = 6;

/** `$2.50 / 1M`, `$0.04`, `$0.111/3600`: the same price in the size that people compare. */
export function formatUnitPrice(price: string): string {
  if (!SMALL.test(price)) return `$${price}`;
  const [, whole = "0", decimals = ""] = DECIMAL.exec(price) ?? [];
  const digits = whole + decimals.padEnd(MILLION, "0");
  const point = whole.length + MILLION;
  const million = digits.slice(0, point).replace(/^0+(?=\d)/, "");
  const rest = digits.slice(point).replace(/0+$/, "");
  return `$${million}.${rest.padEnd(2, "0")} / 1M`;
}

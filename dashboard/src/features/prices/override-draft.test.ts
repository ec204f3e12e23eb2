import { expect, test } from "vitest";
import { dailyOf, unitPricesOf } from "./override-draft";

const line = (kind: string, price: string, per = "1000000") => ({ id: 0, kind, price, per });

test("prices keep the digits that were typed, with their borders", () => {
  expect(unitPricesOf([line("input", "2.50"), line("output", "1.25, >200000=2.50", "1000")])).toEqual({
    input: { usd: "2.50", per: 1_000_000 },
    output: { usd: "1.25", per: 1000, above: [{ tokens: 200_000, usd: "2.50" }] },
  });
});

test("what is no price is refused in words", () => {
  expect(unitPricesOf([line("", "1")])).toContain("kind");
  expect(unitPricesOf([line("input", "1"), line("input", "2")])).toContain("two prices");
  expect(unitPricesOf([line("input", "1e3")])).toContain("decimal");
  expect(unitPricesOf([line("input", "1, 200000=2")])).toContain("decimal");
});

test("daily hours are two", () => {
  expect(dailyOf(null, null)).toBeNull();
  expect(dailyOf("16:30", "00:30")).toEqual(["16:30", "00:30"]);
  expect(dailyOf("16:30", null)).toContain("both");
});

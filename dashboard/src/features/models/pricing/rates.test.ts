import { expect, test } from "vitest";
import { anotherRate, type Rate, ratesOf, unitPricesOf, usualRates } from "./rates";

const typed = (figures: Record<string, string>): Rate[] =>
  usualRates().map((rate) => ({ ...rate, usd: figures[rate.kind] ?? "" }));

test("figures stay as they were typed, and empty ones say nothing", () => {
  expect(unitPricesOf(typed({ input: " 0.10 ", output: "0" }))).toEqual({
    input: { usd: "0.10", per: 1_000_000 },
    output: { usd: "0", per: 1_000_000 },
  });
});

test.each([
  ["2,50", "2,50"],
  ["-1", "-1"],
  ["1e-3", "1e-3"],
  ["$2", "$2"],
  ["0.1234567890123", "0.1234567890123"],
  ["1234567890123456", "1234567890123456"],
])("%s is no price", (usd, named) => {
  expect(unitPricesOf(typed({ input: usd }))).toContain(named);
});

test("no price at all, a kind twice and a kind that is none are told", () => {
  expect(unitPricesOf(typed({}))).toContain("at least one");
  const twice = [...typed({ input: "1" }), { ...anotherRate(usualRates()), kind: "input", usd: "2" }];
  expect(unitPricesOf(twice)).toContain("two prices");
  expect(unitPricesOf([{ id: 0, kind: "In put", usd: "1", per: 1 }])).toContain("no kind of usage");
});

test("the prices of a known model are a start, with what they cost above a border", () => {
  const above = [{ tokens: 200_000, usd: "2.5" }];
  const rates = ratesOf({
    web_searches: { usd: "10", per: 1000 },
    output: { usd: "10", per: 1_000_000 },
    input: { usd: "1.25", per: 1_000_000, above },
  });
  expect(rates.map(({ kind }) => kind)).toEqual(["input", "output", "web_searches"]);
  expect(unitPricesOf(rates)).toMatchObject({ input: { usd: "1.25", above }, web_searches: { per: 1000 } });
});

test("another line has an id of its own", () => {
  expect(usualRates().map(({ id }) => id)).not.toContain(anotherRate(usualRates()).id);
});

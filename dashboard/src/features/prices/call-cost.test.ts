import { expect, test } from "vitest";
import { callCost, usageOf, usageText } from "./call-cost";

const MILLION = 1_000_000;
const rate = (usd: string) => ({ usd, per: MILLION });

test("the example of the documentation, layer by layer", () => {
  const usage = { input: 1200, output: 300 };
  const total = (input: string, output: string) =>
    callCost({ input: rate(input), output: rate(output) }, usage).total;
  expect([total("2.5", "10"), total("2.25", "9"), total("2", "9"), total("3", "13.5")]).toEqual([
    "0.006",
    "0.0054",
    "0.0051",
    "0.00765",
  ]);
});

test("kinds without a price borrow one; without any they are unpriced, which is not free", () => {
  const { lines, total, unpriced } = callCost(
    { input: rate("1"), output: rate("2") },
    { cache_read: 10, reasoning: 10, images: 1 },
  );
  expect(lines.map(({ payer, cost }) => [payer, cost])).toEqual([
    ["input", "0.00001"],
    ["output", "0.00002"],
    [null, null],
  ]);
  expect([total, unpriced]).toEqual(["0.00003", true]);
});

test("the whole prompt decides which tier prices every unit, above its border", () => {
  const rates = { input: { ...rate("1"), above: [{ tokens: 100, usd: "2" }] }, output: rate("1") };
  expect(callCost(rates, { input: 60, cache_write_1h: 40 }).total).toBe("0.0001");
  expect(callCost(rates, { input: 60, cache_write_1h: 41 }).total).toBe("0.000202");
});

test("each line is rounded once, half to even", () => {
  const rates = { input: { usd: "0.0005", per: MILLION }, output: { usd: "0.0015", per: MILLION } };
  expect(callCost(rates, { input: 1 }).total).toBe("0");
  expect(callCost(rates, { output: 1 }).total).toBe("0.000000002");
});

test("a provider that bills requests bills this one, unless it is counted", () => {
  const rates = { input: rate("1"), requests: { usd: "5", per: 1000 } };
  expect(callCost(rates, { input: 1 }).lines.map(({ kind }) => kind)).toEqual(["input", "requests"]);
  expect(callCost(rates, { input: 1, requests: 2 }).total).toBe("0.010001");
  expect(callCost(rates, {}).lines).toEqual([]);
});

test("a usage in a URL is read back, and what is none is left out", () => {
  expect(usageOf("input:1200,output:300,x:-1,Y:3,:4")).toEqual({ input: 1200, output: 300 });
  expect(usageText({ input: 1200, output: 0 })).toBe("input:1200");
});

import { expect, test } from "vitest";
import { factorInWords, formatUnit, inShort, inWords, isDecimal, perMillion, sameRate } from "./unit-price";

test("a price for a million units is exact, or none", () => {
  expect(perMillion("2.5", 1_000_000)).toBe("2.5");
  expect(perMillion("0.0000025", 1)).toBe("2.5");
  expect(perMillion("0.5", 1000)).toBe("500");
  expect(perMillion("0.1234567890123456789", 1_000_000)).toBe("0.1234567890123456789");
  expect(perMillion("0.36", 3600)).toBe("100");
  expect(perMillion("1", 3600)).toBeNull();
});

test("every digit is shown, cents at least", () => {
  expect(formatUnit("2.5")).toBe("$2.50");
  expect(formatUnit("0.0750001")).toBe("$0.0750001");
  expect(formatUnit("12345")).toBe("$12,345.00");
});

test("a rate says its units and its borders", () => {
  expect(inWords({ usd: "1.25", per: 1_000_000, above: [{ tokens: 200_000, usd: "2.5" }] })).toBe(
    "$1.25 per 1,000,000, $2.50 above 200,000 prompt tokens",
  );
  expect(inShort({ usd: "1.25", per: 1_000_000, above: [{ tokens: 200_000, usd: "2.5" }] })).toBe(
    "$1.25 / 1M, >200K $2.50",
  );
  expect(sameRate({ usd: "1", per: 1000 }, { usd: "1", per: 1_000_000 })).toBe(false);
  expect(sameRate(undefined, undefined)).toBe(false);
});

test("a factor is a mark-up or a discount", () => {
  expect(factorInWords("0.9")).toBe("10% less");
  expect(factorInWords("1.2")).toBe("20% more");
  expect(factorInWords("1.0025")).toBe("0.25% more");
  expect(factorInWords("1.0")).toBe("no change");
  expect(factorInWords("x")).toBeNull();
  expect(isDecimal("1e3")).toBe(false);
});

import { expect, test } from "vitest";
import {
  add,
  compare,
  divide,
  exact,
  format,
  formatChange,
  nano,
  ratio,
  subtract,
  sum,
  type Usd,
} from "./money";

test("an amount keeps every digit on its way through nano-dollars", () => {
  for (const text of [
    "0",
    "0.000000001",
    "-0.142197125",
    "21.405653745",
    "9007199254740993.000000001",
  ] as Usd[]) {
    expect(exact(nano(text))).toBe(text);
  }
});

test("trailing zeros go, as the API writes amounts", () => {
  expect(exact(nano("1.500"))).toBe("1.5");
});

test("what is no amount is refused", () => {
  for (const text of ["1e-7", "0.0000000001", "", "NaN"]) expect(() => nano(text as Usd)).toThrow(RangeError);
});

test("sums and differences are exact", () => {
  expect(add("0.1", "0.2")).toBe("0.3");
  expect(sum([])).toBe("0");
  expect(sum(Array<Usd>(300_000).fill("0.000000001"))).toBe("0.0003");
  expect(subtract("1", "0.999999999")).toBe("0.000000001");
});

test("amounts are ordered by value and not by text", () => {
  expect(["10", "9.5", "-1"].sort((a, b) => compare(a as Usd, b as Usd))).toEqual(["-1", "9.5", "10"]);
});

test("a part is rounded half-even to the nano-dollar", () => {
  expect(divide("0.000000005", 2)).toBe("0.000000002");
  expect(divide("0.000000007", 2)).toBe("0.000000004");
  expect(divide("-0.000000005", 2)).toBe("-0.000000002");
  expect(divide("1", 3)).toBe("0.333333333");
  expect(divide("1", 0)).toBeNull();
});

test("a share of nothing is nothing", () => {
  expect(ratio("1", "4")).toBe(0.25);
  expect(ratio("1", "0")).toBe(0);
});

test("the eye gets four digits below a dollar and cents above", () => {
  const shown: [Usd, string][] = [
    ["0", "$0.00"],
    ["1234567.891", "$1,234,567.89"],
    ["21.405653745", "$21.41"],
    ["3.548", "$3.55"],
    ["0.38523149", "$0.3852"],
    ["0.5", "$0.5000"],
    ["0.000012345", "$0.00001235"],
    ["0.000000001", "$0.000000001"],
    ["0.99999", "$1.00"],
    ["-0.142197125", "−$0.1422"],
  ];
  for (const [amount, text] of shown) expect(format(amount)).toBe(text);
  expect(formatChange("0.5")).toBe("+$0.5000");
  expect(formatChange("0")).toBe("$0.00");
});

import { expect, test } from "vitest";
import { change, compact, count, duration, percent, plural } from "./format";

test("counts and shares", () => {
  expect(count(4375)).toBe("4,375");
  expect(count(null)).toBe("–");
  expect(compact(6_998_506)).toBe("7M");
  expect(percent(0.125)).toBe("12.5%");
  expect(percent(0.0001)).toBe("<0.1%");
  expect(percent(0)).toBe("0.0%");
});

test("a change has a sign, a large one is a multiple", () => {
  expect(change(0.125)).toBe("+12.5%");
  expect(change(-0.27)).toBe("−27.0%");
  expect(change(23)).toBe("×24");
});

test("durations have the unit that fits", () => {
  expect(duration(840)).toBe("840 ms");
  expect(duration(1319.333)).toBe("1.32 s");
  expect(duration(125_000)).toBe("2 m 05 s");
  expect(duration(3_599_400)).toBe("59 m 59 s");
  expect(duration(3_599_600)).toBe("1 h 00 m");
  expect(duration(93_784_000)).toBe("26 h 03 m");
});

test("one is one", () => {
  expect(plural(1, "call")).toBe("1 call");
  expect(plural(2000, "call")).toBe("2,000 calls");
});

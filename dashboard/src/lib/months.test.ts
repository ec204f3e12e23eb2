import { expect, test } from "vitest";
import { monthName, monthOf, monthsSearch, monthsUntil, monthWindow } from "./months";

test("months go back from the one that runs in the zone", () => {
  const now = new Date("2026-12-31T23:30:00Z");
  expect(monthsUntil(now, "UTC", 3)).toEqual(["2026-12", "2026-11", "2026-10"]);
  expect(monthsUntil(now, "Europe/Berlin", 2)).toEqual(["2027-01", "2026-12"]);
});

test("a month has all of its days, in leap years too", () => {
  expect(monthWindow("2028-02")).toEqual({ from: "2028-02-01", to: "2028-03-01" });
  expect(monthWindow("2026-12")).toEqual({ from: "2026-12-01", to: "2027-01-01" });
});

test("a window is a month where it is all of one and nothing else", () => {
  expect(monthOf({ from: "2026-11-01", to: "2026-12-01" })).toBe("2026-11");
  expect(monthOf({ from: "2026-11-01", to: "2026-11-30" })).toBeUndefined();
  expect(monthOf({ from: "2026-11-01", to: "2027-01-01" })).toBeUndefined();
  expect(monthOf({ from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" })).toBeUndefined();
  expect(monthOf({})).toBeUndefined();
});

test("months have names", () => expect(monthName("2026-11")).toBe("November 2026"));

test("one month against another is two windows of whole months", () => {
  expect(monthsSearch("2026-03", "2026-02")).toMatchObject({
    range: undefined,
    from: "2026-03-01",
    to: "2026-04-01",
    compare_from: "2026-02-01",
    compare_to: "2026-03-01",
  });
});

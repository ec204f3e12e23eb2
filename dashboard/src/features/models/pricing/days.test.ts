import { expect, test } from "vitest";
import { daysOf } from "./days";

test("a window of days ends with the day before its end", () => {
  expect(daysOf({ from: "2026-11-01", to: "2026-12-01" }, "UTC")).toEqual({
    first: "2026-11-01",
    last: "2026-11-30",
  });
});

test("instants touch civil days of the zone", () => {
  const window = { from: "2026-11-01T23:30:00Z", to: "2026-11-02T23:00:00Z" };
  expect(daysOf(window, "UTC")).toEqual({ first: "2026-11-01", last: "2026-11-02" });
  expect(daysOf(window, "Europe/Berlin")).toEqual({ first: "2026-11-02", last: "2026-11-02" });
});

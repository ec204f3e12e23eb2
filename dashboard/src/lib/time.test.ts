import { expect, test } from "vitest";
import { addDays, bucketOf, civilDay, presetWindow, previousWindow, start } from "./time";

const now = new Date("2026-11-25T23:30:10Z");

test("days are days of the zone", () => {
  expect(civilDay(now, "UTC")).toBe("2026-11-25");
  expect(civilDay(now, "Europe/Berlin")).toBe("2026-11-26");
  expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
});

test("presets end with the minute that runs, or with today", () => {
  expect(presetWindow("15m", now, "UTC")).toEqual({
    from: "2026-11-25T23:16:00Z",
    to: "2026-11-25T23:31:00Z",
  });
  expect(presetWindow("7d", now, "UTC")).toEqual({ from: "2026-11-19", to: "2026-11-26" });
  expect(presetWindow("mtd", now, "Europe/Berlin")).toEqual({ from: "2026-11-01", to: "2026-11-27" });
});

test("a day begins at midnight of its zone, also when clocks change", () => {
  expect(new Date(start("2026-03-29", "Europe/Berlin")).toISOString()).toBe("2026-03-28T23:00:00.000Z");
  expect(new Date(start("2026-03-30", "Europe/Berlin")).toISOString()).toBe("2026-03-29T22:00:00.000Z");
  expect(new Date(start("2026-11-25", "Asia/Kolkata")).toISOString()).toBe("2026-11-24T18:30:00.000Z");
});

test("the window before is as long as what has run", () => {
  const days = presetWindow("7d", now, "UTC");
  expect(previousWindow(days, now, "UTC")).toEqual({
    from: "2026-11-12T00:00:00Z",
    to: "2026-11-18T23:31:00Z",
  });
  const past = { from: "2026-10-01", to: "2026-10-03" };
  expect(previousWindow(past, now, "UTC")).toEqual({
    from: "2026-09-29T00:00:00Z",
    to: "2026-10-01T00:00:00Z",
  });
});

test("a month to date is compared with the month before up to the same day", () => {
  const month = presetWindow("mtd", now, "UTC");
  expect(previousWindow(month, now, "UTC", "mtd")).toEqual({
    from: "2026-10-01",
    to: "2026-10-25T23:31:00Z",
  });
});

test("up to three days are shown by the hour", () => {
  expect(bucketOf({ from: "2026-11-23", to: "2026-11-26" }, "UTC")).toBe("hour");
  expect(bucketOf({ from: "2026-11-22", to: "2026-11-26" }, "UTC")).toBe("day");
});

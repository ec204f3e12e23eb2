import { expect, test } from "vitest";
import { bytes, uptime } from "./words";

test("sizes in decimal units", () => {
  expect([0, 999, 1000, 3_084_288, 12_500_000_000].map(bytes)).toEqual([
    "0 B",
    "999 B",
    "1.0 kB",
    "3.1 MB",
    "12.5 GB",
  ]);
});

test("how long it runs", () => {
  const since = "2026-11-25T00:00:00Z";
  const after = (seconds: number) => uptime(since, Date.parse(since) + seconds * 1000);
  expect([after(-5), after(65), after(3 * 3600 + 60), after(50 * 3600)]).toEqual([
    "0 m 0 s",
    "1 m 5 s",
    "3 h 1 m",
    "2 d 2 h",
  ]);
});

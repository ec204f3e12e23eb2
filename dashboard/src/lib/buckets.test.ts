import { expect, test } from "vitest";
import { costs, totals } from "@/testing/costs";
import { bucketsOf, chartOf, windowOf } from "./buckets";

test("every day of the window has its bucket, spent in or not", () => {
  const chart = chartOf(
    costs({ groups: [{ ...totals("0.1"), day: "2026-11-02", customer: "a" }] }),
    "day",
    "customer",
  );
  expect(chart.buckets).toEqual(["2026-11-01", "2026-11-02"]);
  expect(chart.series).toEqual([{ key: "a", label: "a", total: "0.1", amounts: ["0", "0.1"] }]);
});

test("the costliest series comes first and what is beyond the top last", () => {
  const chart = chartOf(
    costs({
      groups: [
        { ...totals("1"), day: "2026-11-01", customer: "a" },
        { ...totals("2"), day: "2026-11-01", customer: null },
      ],
      rest: [{ ...totals("9"), day: "2026-11-02", groups: 3 }],
    }),
    "day",
    "customer",
  );
  expect(chart.series.map(({ key, label }) => [key, label])).toEqual([
    [null, "No customer"],
    ["a", "a"],
    [undefined, "Others"],
  ]);
});

test("hours begin where the zone's clocks say so", () => {
  const window = { from: "2026-11-25T10:15:00+05:30", to: "2026-11-25T12:00:00+05:30" };
  expect(bucketsOf(window, "hour")).toEqual(["2026-11-25T04:30:00.000Z", "2026-11-25T05:30:00.000Z"]);
});

test("an hour is the same whatever offset it is named with", () => {
  const window = {
    from: "2026-11-25T10:00:00+01:00",
    to: "2026-11-25T11:00:00+01:00",
    time_zone: "Europe/Berlin",
    snapped: false,
  };
  const chart = chartOf(
    costs({ window, groups: [{ ...totals("1"), hour: "2026-11-25T10:00:00+01:00" }] }),
    "hour",
  );
  expect(chart.series[0]?.amounts).toEqual(["1"]);
});

test("an instant within a day still shows that day", () => {
  expect(bucketsOf({ from: "2026-11-01T00:00:00Z", to: "2026-11-02T17:00:00Z" }, "day")).toHaveLength(2);
});

test("zooming takes whole buckets, dragged either way", () => {
  const chart = { buckets: ["2026-11-01", "2026-11-02", "2026-11-03"], series: [] };
  expect(windowOf(chart, 2, 1)).toEqual({ from: "2026-11-02", to: "2026-11-04" });
  expect(windowOf(chart, 7, 8)).toBeUndefined();
});

import { expect, test } from "vitest";
import { datesOf, hoursOf, type Override, stateOf, termsOf } from "./override-words";

const override: Override = {
  id: "po_1",
  provider: "openai",
  model: "*",
  factor: "0.9",
  reason: "",
  created_at: "2026-11-01T00:00:00Z",
  created_by: "open",
};
const now = Date.parse("2026-11-25T12:00:00Z");

test("an override counts from its first instant up to its last, unless it was retired", () => {
  expect(stateOf(override, now)).toBe("in force");
  expect(stateOf({ ...override, from: "2026-11-26T00:00:00Z" }, now)).toBe("later");
  expect(stateOf({ ...override, to: "2026-11-25T12:00:00Z" }, now)).toBe("ended");
  expect(stateOf({ ...override, retired_at: "2026-11-02T00:00:00Z" }, now)).toBe("retired");
});

test("what it does, and when", () => {
  expect(termsOf(override)).toEqual(["× 0.9 (10% less)"]);
  expect(termsOf({ ...override, factor: null, unit_prices: { input: { usd: "2", per: 1000 } } })).toEqual([
    "input $2.00 / 1K",
  ]);
  expect(datesOf({})).toBe("always");
  expect(datesOf({ from: "2026-12-01T00:00:00Z" })).toBe("from 2026-12-01");
  expect(datesOf({ from: "2026-12-01T00:00:00Z", to: "2027-01-01T08:30:00Z" })).toBe(
    "2026-12-01 up to 2027-01-01 08:30:00Z",
  );
  expect(hoursOf({ daily: ["16:30", "00:30"], days: [1, 5] })).toBe("16:30–00:30, Mon Fri UTC");
  expect(hoursOf({})).toBeNull();
});

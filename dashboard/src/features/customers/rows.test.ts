import { expect, test } from "vitest";
import { costs, totals } from "@/testing/costs";
import { labelsOf, textOf } from "./labels";
import { customerRows, matching, ofKind, sumOf } from "./rows";

const rows = customerRows(
  costs({
    total: totals("100", 4),
    groups: [
      { ...totals("70"), customer: "a", cost_change_usd: "1", cost_change_ratio: 0.01 },
      { ...totals("15"), customer: "b", cost_change_usd: "14", cost_change_ratio: 14 },
      { ...totals("14.5"), customer: "c", cost_change_usd: "14.5", cost_change_ratio: null },
      { ...totals("0.5"), customer: "d", cost_change_usd: "0.4", cost_change_ratio: 4 },
    ],
  }),
);
const ids = (kind: Parameters<typeof ofKind>[1]) => ofKind(rows, kind, "100").map(({ customer }) => customer);

test("spiking is a large rise that matters, or a new customer that does", () => {
  expect(ids("spiking")).toEqual(["b", "c"]);
});

test("concentrated and tail are all customers together", () => {
  expect(ids("concentrated")).toEqual(["a", "b"]);
  expect(ids("tail")).toEqual(["c", "d"]);
});

test("a customer is found by its id, whatever the case", () => {
  expect(matching(rows, " B ").map(({ customer }) => customer)).toEqual(["b"]);
});

test("the total is that of the rows that are shown", () => {
  expect(sumOf(rows.slice(1))).toMatchObject({ cost: "30", calls: 3 });
});

test("labels are lines of name=value", () => {
  expect(labelsOf("a=1\n\n b = x=y ")).toEqual({ a: "1", b: "x=y" });
  expect(labelsOf("nothing")).toContain("name=value");
  expect(labelsOf(textOf({ a: "1" }))).toEqual({ a: "1" });
});

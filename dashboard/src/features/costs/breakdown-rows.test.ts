import { expect, test } from "vitest";
import { sum } from "@/lib/money";
import { costs, totals } from "@/testing/costs";
import { breakdownOf } from "./breakdown-rows";

const answer = costs({
  total: totals("10.000000001", 7),
  groups: [
    { ...totals("6", 2), customer: "a" },
    { ...totals("3.000000001", 4), customer: null },
  ],
  rest: [{ ...totals("1"), groups: 5 }],
});

test("rows add up to the total of the API", () => {
  const { rows, total } = breakdownOf(answer, "customer");
  expect(rows.map(({ label }) => label)).toEqual(["a", "No customer", "5 others"]);
  expect(sum(rows.map(({ cost }) => cost))).toBe(total.cost);
});

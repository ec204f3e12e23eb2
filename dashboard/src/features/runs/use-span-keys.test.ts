import { expect, test } from "vitest";
import { node } from "@/testing/runs";
import { layoutOf } from "./layout";
import { nextCostliest, nextFailed, placeIn, previousFailed } from "./use-span-keys";

const layout = layoutOf([
  node("a", 0, 0, { cost_usd: "1" }),
  node("b", 1, 1, { cost_usd: "3", status: "error" }),
  node("c", 1, 2, { cost_usd: "2" }),
  node("d", 1, 3, { status: "error" }),
]);

test("the most expensive span comes first, then the next, then the first again", () => {
  expect([-1, 1, 2, 0].map((open) => nextCostliest(layout, open))).toEqual([1, 2, 0, 1]);
});

test("failures follow one another, both ways and around", () => {
  expect([-1, 1, 3].map((from) => nextFailed(layout, from))).toEqual([1, 3, 1]);
  expect([3, 1, -1].map((from) => previousFailed(layout, from))).toEqual([1, 3, 3]);
});

test("where nothing failed and nothing cost anything there is nowhere to go", () => {
  const quiet = layoutOf([node("a", 0, 0)]);
  expect([nextCostliest(quiet, -1), nextFailed(quiet, -1), previousFailed(quiet, -1)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("a hidden span stands at the last one before it", () => {
  expect([-1, 0, 1, 4, 9].map((index) => placeIn([0, 4, 5], index))).toEqual([-1, 0, 0, 1, 2]);
});

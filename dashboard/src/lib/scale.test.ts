import { expect, test } from "vitest";
import { columns, linearFromZero } from "./scale";

test("the top is a round value at or above the largest", () => {
  const scale = linearFromZero(0.87, 100);
  expect(scale.ticks.at(-1)).toBeGreaterThanOrEqual(0.87);
  expect(scale(0)).toBe(100);
  expect(scale(scale.ticks.at(-1) ?? 0)).toBeCloseTo(0);
});

test("nothing has a scale too", () => {
  expect(linearFromZero(0, 100)(0)).toBe(100);
});

test("columns fill the width", () => {
  const place = columns(4, 400);
  expect(place.step).toBe(100);
  expect(place(3) + place.width).toBeLessThan(400);
});

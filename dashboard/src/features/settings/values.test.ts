import { expect, test } from "vitest";
import { daysOf, tagsOf } from "./values";

test("tags are names, each once, at most eight", () => {
  expect(tagsOf("plan, region\nplan\n")).toEqual(["plan", "region"]);
  expect(tagsOf("")).toEqual([]);
  expect(tagsOf("a b c d e f g h i")).toContain("At most 8");
});

test("no number of days is for ever", () => {
  expect(daysOf(null)).toBeNull();
  expect(daysOf("90")).toBe(90);
  expect(daysOf("-1")).toContain("days");
});

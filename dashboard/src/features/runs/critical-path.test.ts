import { expect, test } from "vitest";
import { criticalPath } from "./critical-path";

const span = (parent: number, first: number, last: number) => ({ parent, first, last });

test("a chain of children and the time between them make up the whole duration", () => {
  const spans = [span(-1, 0, 100), span(0, 10, 40), span(0, 50, 90)];
  const paths = criticalPath(spans, 100);
  expect(paths).toEqual([
    [
      { from: 0, to: 10 },
      { from: 40, to: 50 },
      { from: 90, to: 100 },
    ],
    [{ from: 10, to: 40 }],
    [{ from: 50, to: 90 }],
  ]);
  const sum = paths.flat().reduce((length, { from, to }) => length + to - from, 0);
  expect(sum).toBe(100);
});

test("what runs beside a longer one is not on the path", () => {
  const paths = criticalPath([span(-1, 0, 100), span(0, 0, 100), span(0, 20, 60)], 100);
  expect(paths).toEqual([[], [{ from: 0, to: 100 }], []]);
});

test("several roots are children of the run", () => {
  expect(criticalPath([span(-1, 0, 40), span(-1, 60, 100)], 100)).toEqual([
    [{ from: 0, to: 40 }],
    [{ from: 60, to: 100 }],
  ]);
});

test("nobody waits for what takes no time", () => {
  expect(criticalPath([span(-1, 0, 10), span(0, 5, 5)], 10)).toEqual([[{ from: 0, to: 10 }], []]);
  expect(criticalPath([span(-1, 0, 0)], 0)).toEqual([[]]);
});

test("a chain of 10,000 below one another ends", () => {
  const spans = Array.from({ length: 10_000 }, (_, index) => span(index - 1, index, 20_000 - index));
  const paths = criticalPath(spans, 20_000);
  expect(paths.every((own) => own.length > 0)).toBe(true);
});

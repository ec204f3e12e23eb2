import { expect, test } from "vitest";
import { node } from "@/testing/runs";
import { ancestors, isBranch, layoutOf, shownSpans } from "./layout";

const step = { latency_ms: null, cost_usd: null, price_state: null };

test("spans stand below the last one that is less deep", () => {
  const { spans } = layoutOf([
    node("a", 0, 0),
    node("b", 1, 1),
    node("c", 2, 2),
    node("d", 1, 3),
    node("e", 0, 4),
  ]);
  expect(spans.map(({ parent }) => parent)).toEqual([-1, 0, 1, 0, -1]);
  expect(spans.map(({ end }) => end)).toEqual([4, 3, 3, 4, 5]);
  expect(ancestors(spans, 2)).toEqual([1, 0]);
  expect([0, 1, 2, 3, 4].filter((index) => isBranch(spans, index))).toEqual([0, 1]);
});

test("a step that tells no duration lasts as its branch, even from before its own beginning", () => {
  const { spans, length } = layoutOf([
    node("step", 0, 50, step),
    node("early", 1, 0, { latency_ms: 10 }),
    node("late", 1, 100, { latency_ms: 40 }),
  ]);
  expect(spans[0]).toMatchObject({ start: 0, stop: 140, first: 0, last: 140 });
  expect(spans[1]).toMatchObject({ start: 0, stop: 10 });
  expect(length).toBe(140);
});

test("a child that outlasts its parent spreads the branch and leaves the parent's own bar", () => {
  const { spans } = layoutOf([node("a", 0, 0, { latency_ms: 10 }), node("b", 1, 5, { latency_ms: 20 })]);
  expect(spans[0]).toMatchObject({ start: 0, stop: 10, first: 0, last: 25 });
});

test("orphans are roots, wherever their missing parents were", () => {
  const orphan = { ...node("b", 0, 5), parent_missing: true, parent_event_id: null };
  const { spans } = layoutOf([node("a", 0, 0), orphan]);
  expect(spans[1]).toMatchObject({ parent: -1, depth: 0 });
});

test("names of parents that form a circle, or name the span itself, lead nowhere", () => {
  const [a, b, c] = [node("a", 0, 0), node("b", 1, 1), node("c", 0, 2)];
  const { spans } = layoutOf([
    { ...a, parent_event_id: "b" },
    { ...b, parent_event_id: "a" },
    { ...c, parent_event_id: "c" },
  ]);
  expect(spans.map(({ parent }) => parent)).toEqual([-1, 0, -1]);
  expect(ancestors(spans, 1)).toEqual([0]);
});

test("a depth that skips levels or begins below zero is taken for the next one", () => {
  const { spans } = layoutOf([node("a", 3, 0), node("b", 7, 1), node("c", 4, 2), node("d", 3, 3)]);
  expect(spans.map(({ parent, depth }) => [parent, depth])).toEqual([
    [-1, 0],
    [0, 1],
    [0, 1],
    [-1, 0],
  ]);
});

test("durations of zero and negative ones leave every place finite", () => {
  const { spans, length } = layoutOf([node("a", 0, 0), node("b", 1, 0, { latency_ms: -5 })]);
  expect(length).toBe(0);
  expect(spans.every(({ start, stop, critical }) => start === 0 && stop === 0 && critical.length === 0)).toBe(
    true,
  );
});

test("nothing is a layout too", () => {
  expect(layoutOf([])).toMatchObject({ spans: [], length: 0, failed: [], costliest: [] });
});

test("microseconds count", () => {
  const late = { timestamp: "2026-11-25T10:00:00.000250Z" };
  const { spans } = layoutOf([node("a", 0, 0), node("b", 0, 0, late)]);
  expect(spans[1]?.start).toBeCloseTo(0.25, 3);
});

test("the costliest come first to the nano-dollar, failures in order, what costs nothing not at all", () => {
  const { failed, costliest, places } = layoutOf([
    node("a", 0, 0, { cost_usd: "9007199.254740993" }),
    node("b", 0, 1, { cost_usd: "9007199.254740994", status: "error" }),
    node("c", 0, 2, { cost_usd: "0", status: "rate_limited" }),
    node("d", 0, 3, { ...step, status: "cancelled" }),
  ]);
  expect(costliest).toEqual([1, 0]);
  expect(failed).toEqual([1, 2]);
  expect(places.get("d")).toBe(3);
});

test("a collapsed branch hides what is below it and nothing else", () => {
  const { spans } = layoutOf([
    node("a", 0, 0),
    node("b", 1, 1),
    node("c", 2, 2),
    node("d", 1, 3),
    node("e", 0, 4),
  ]);
  expect(shownSpans(spans, () => false)).toEqual([0, 1, 2, 3, 4]);
  expect(shownSpans(spans, (index) => index === 1)).toEqual([0, 1, 3, 4]);
  expect(shownSpans(spans, (index) => index === 0)).toEqual([0, 4]);
});

test.each([
  ["below one", (index: number) => Math.min(index, 1)],
  ["each below the one before", (index: number) => index],
  ["side by side", () => 0],
])("10,000 spans %s are laid out at once", (_, depthOf) => {
  const nodes = Array.from({ length: 10_000 }, (_, index) =>
    node(String(index), depthOf(index), index, { latency_ms: 20_000 - index, cost_usd: "0.000000001" }),
  );
  const began = performance.now();
  const { spans, costliest } = layoutOf(nodes);
  const took = performance.now() - began;
  expect(spans).toHaveLength(10_000);
  expect(spans[0]?.end).toBe(depthOf(9_999) === 0 ? 1 : 10_000);
  expect(costliest).toHaveLength(10_000);
  expect(took).toBeLessThan(1_000);
});

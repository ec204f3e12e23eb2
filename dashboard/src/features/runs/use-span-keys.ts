import { useEffect, useRef } from "react";
import { isTyping } from "@/lib/keys";
import { isBranch, type Layout } from "./layout";
import type { Collapse } from "./use-collapse";
import type { Cursor } from "./use-cursor";

interface Options {
  layout: Layout;
  collapse: Collapse;
  cursor: Cursor;
  /** Goes to a span and opens it, wherever it is hidden. */
  jump: (index: number | undefined) => void;
  /** Lets a branch fill the time line, or the run again. */
  zoom: () => void;
  /** Closes or opens everything. */
  turnAll: () => void;
}

/** Keys that act on the spans of a run. */
export function useSpanKeys(options: Options) {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = ACTIONS[event.key];
      const control = event.target instanceof Element && event.target.closest("a, button, summary");
      if (!act || isTyping(event) || (event.key === "Enter" && control)) return;
      event.preventDefault();
      act(latest.current);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

const ACTIONS: Partial<Record<string, (options: Options) => void>> = {
  j: (options) => walk(options, 1),
  ArrowDown: (options) => walk(options, 1),
  k: (options) => walk(options, -1),
  ArrowUp: (options) => walk(options, -1),
  Enter: ({ cursor }) => cursor.cursor >= 0 && cursor.show(cursor.cursor),
  Escape: ({ cursor }) => cursor.close(),
  ArrowRight({ layout, collapse, cursor: { cursor, move } }) {
    if (!isBranch(layout.spans, cursor)) return;
    if (collapse.isCollapsed(cursor)) collapse.turn([cursor]);
    else move(cursor + 1);
  },
  ArrowLeft({ layout, collapse, cursor: { cursor, move } }) {
    const parent = layout.spans[cursor]?.parent ?? -1;
    if (isBranch(layout.spans, cursor) && !collapse.isCollapsed(cursor)) collapse.turn([cursor]);
    else if (parent >= 0) move(parent);
  },
  e: ({ layout, cursor, jump }) => jump(nextCostliest(layout, cursor.open)),
  n: ({ layout, cursor, jump }) => jump(nextFailed(layout, cursor.cursor)),
  N: ({ layout, cursor, jump }) => jump(previousFailed(layout, cursor.cursor)),
  z: ({ zoom }) => zoom(),
  c: ({ turnAll }) => turnAll(),
};

function walk({ collapse: { shown }, cursor: { cursor, move } }: Options, step: number) {
  const at = placeIn(shown, cursor);
  const next = shown[Math.max(0, Math.min(at + step, shown.length - 1))];
  if (next !== undefined) move(next);
}

/** Where a span is among those shown; where it is hidden, the last one before it; -1 before all. */
export function placeIn(shown: number[], index: number): number {
  let [low, high] = [0, shown.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shown[middle] ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The most expensive span; from there the next most expensive. */
export function nextCostliest({ costliest }: Layout, open: number): number | undefined {
  return costliest[(costliest.indexOf(open) + 1) % Math.max(costliest.length, 1)];
}

/** The first failed span after one; from the last on the first again. */
export function nextFailed({ failed }: Layout, from: number): number | undefined {
  return failed.find((index) => index > from) ?? failed[0];
}

export function previousFailed({ failed }: Layout, from: number): number | undefined {
  return failed.findLast((index) => index < from) ?? failed.at(-1);
}

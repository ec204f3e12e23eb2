import { useCallback, useEffect, useMemo, useState } from "react";
import { ancestors, isBranch, type Layout, shownSpans } from "./layout";

const NONE: ReadonlySet<number> = new Set();

/** Which branches are open: so many levels, and those that were opened or closed one by one. */
export function useCollapse({ spans }: Layout, levels: number | undefined) {
  const [turned, setTurned] = useState(NONE);
  // Other levels begin anew.
  useEffect(() => setTurned(NONE), [levels]);

  const isCollapsed = useCallback(
    (index: number) => {
      const beyond = levels !== undefined && (spans[index]?.depth ?? 0) >= levels - 1;
      return isBranch(spans, index) && beyond !== turned.has(index);
    },
    [spans, levels, turned],
  );
  const turn = useCallback((indices: number[]) => {
    setTurned((before) => {
      const after = new Set(before);
      for (const index of indices) if (!after.delete(index)) after.add(index);
      return after;
    });
  }, []);
  /** Opens what a span is hidden in. */
  const reveal = useCallback(
    (index: number) => {
      const closed = ancestors(spans, index).filter(isCollapsed);
      if (closed.length > 0) turn(closed);
    },
    [spans, isCollapsed, turn],
  );
  const shown = useMemo(() => shownSpans(spans, isCollapsed), [spans, isCollapsed]);
  return { shown, isCollapsed, turn, reveal };
}

export type Collapse = ReturnType<typeof useCollapse>;

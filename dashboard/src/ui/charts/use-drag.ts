import { type PointerEvent, useRef, useState } from "react";

/** Dragging over the columns of a chart. A press that stays in its column is a click and no drag. */
export function useDrag(
  step: number,
  count: number,
  left: number,
  onRange: (first: number, last: number) => void,
) {
  const [range, setRange] = useState<[number, number] | null>(null);
  const origin = useRef<number | null>(null);
  const moved = useRef(false);

  /** The column at a place, `null` outside. */
  const at = (offset: number): number | null => {
    const column = Math.floor((offset - left) / step);
    return column >= 0 && column < count ? column : null;
  };
  const handlers = {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0 || event.pointerType === "touch") return;
      origin.current = at(event.nativeEvent.offsetX);
      moved.current = false;
    },
    onPointerMove(event: PointerEvent) {
      const column = at(event.nativeEvent.offsetX);
      if (origin.current === null || column === null) return;
      if (!moved.current && column === origin.current) return;
      moved.current = true;
      setRange([origin.current, column]);
    },
    onPointerUp() {
      if (moved.current && range) onRange(range[0], range[1]);
      origin.current = null;
      setRange(null);
    },
    onPointerLeave() {
      origin.current = null;
      setRange(null);
    },
  };
  return { range, handlers, at, moved: () => moved.current };
}

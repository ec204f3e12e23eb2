import { useCallback, useEffect, useRef, useState } from "react";
import { isTyping } from "@/lib/keys";

interface Options {
  count: number;
  onOpen: (index: number) => void;
  /** Whether the row in focus takes a key for itself. */
  onKey?: (index: number, key: string) => boolean;
  /** Brings a row into view before it gets the focus. */
  onMove: (index: number) => void;
}

/** Walks the rows of a table: j and k, or arrows inside it; Enter opens, Esc leaves. */
export function useRowKeys(options: Options) {
  const ref = useRef<HTMLTableElement>(null);
  const [focused, setFocused] = useState(-1);
  const latest = useRef({ ...options, focused });
  latest.current = { ...options, focused };

  const move = useCallback((index: number) => {
    latest.current.onMove(index);
    setFocused(index);
    // A row far away is drawn only after the table has scrolled to it.
    requestAnimationFrame(() => ref.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus());
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const table = ref.current;
      const active = document.activeElement;
      if (!table || isTyping(event) || !listens(table)) return;
      const { count, focused, onOpen } = latest.current;
      const inside = table.contains(active);
      const onRow = inside && active?.matches("tr");
      if (onRow && latest.current.onKey?.(focused, event.key)) return event.preventDefault();
      if (event.key === "j" || (inside && event.key === "ArrowDown")) move(Math.min(focused + 1, count - 1));
      else if (event.key === "k" || (inside && event.key === "ArrowUp")) move(Math.max(focused - 1, 0));
      else if (event.key === "Enter" && onRow) onOpen(focused);
      else if (event.key === "Escape" && inside && active instanceof HTMLElement) {
        setFocused(-1);
        active.blur();
      } else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [move]);

  return { ref, focused };
}

/** The table that has the focus listens, else the first of the page. */
function listens(table: HTMLTableElement): boolean {
  const active = document.activeElement?.closest("table");
  return (active ?? document.querySelector("table[aria-rowcount]")) === table;
}

import { useCallback, useEffect, useRef, useState } from "react";
import { useSetSearch } from "@/lib/view";
import type { Layout } from "./layout";

/** Walking quickly with the panel open asks for the span that one stops at. */
const PAUSE_MS = 150;

/**
 * The span that keys act on, and the one that is open: the URL has the latter, and while one is open it follows the former.
 */
export function useCursor({ spans, places }: Layout, span: string | undefined) {
  const setSearch = useSetSearch();
  const open = span === undefined ? -1 : (places.get(span) ?? -1);
  const [cursor, setCursor] = useState(open);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (open >= 0) setCursor(open);
  }, [open]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const show = useCallback(
    (index: number, options?: { replace?: boolean }) => {
      clearTimeout(timer.current);
      setCursor(index);
      setSearch({ span: spans[index]?.node.event.id }, options);
    },
    [spans, setSearch],
  );
  const move = useCallback(
    (index: number) => {
      setCursor(index);
      clearTimeout(timer.current);
      if (open >= 0) timer.current = setTimeout(() => show(index, { replace: true }), PAUSE_MS);
    },
    [open, show],
  );
  const close = useCallback(() => {
    clearTimeout(timer.current);
    if (open >= 0) setSearch({ span: undefined });
    else setCursor(-1);
  }, [open, setSearch]);
  return { cursor, open, show, move, close };
}

export type Cursor = ReturnType<typeof useCursor>;

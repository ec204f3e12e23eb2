import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useEffect } from "react";

const ROW_HEIGHT = 40;

interface Props {
  count: number;
  columns: number;
  scroller: RefObject<HTMLElement | null>;
  /** Is told how to bring a row into view. */
  scrollTo: RefObject<(index: number) => void>;
  draw: (index: number) => ReactNode;
}

/** The rows of a long table: only those in sight are drawn. */
export default function FramedRows({ count, columns, scroller, scrollTo, draw }: Props) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  useEffect(() => {
    scrollTo.current = (index) => virtualizer.scrollToIndex(index);
    return () => {
      scrollTo.current = () => {};
    };
  }, [scrollTo, virtualizer]);
  const items = virtualizer.getVirtualItems();
  return (
    <tbody>
      <Gap height={items[0]?.start ?? 0} columns={columns} />
      {items.map(({ index }) => draw(index))}
      <Gap height={virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)} columns={columns} />
    </tbody>
  );
}

/** The room of rows that are not drawn. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height: Math.max(height, 0), padding: 0 }} />
    </tr>
  );
}

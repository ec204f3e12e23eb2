import { lazy, type ReactNode, Suspense, useMemo, useRef } from "react";
import type { Exports } from "@/lib/exports";
import { Empty } from "../states";
import { type Column, nextSort, type Sort, sortRows } from "./columns";
import { ExportLinks } from "./export-links";
import { HeadCell } from "./head-cell";
import { useRowKeys } from "./row-keys";
import { TableRow } from "./table-row";
import { Totals } from "./totals";

/** Above so many rows the table scrolls in a frame of its own and draws only what is seen. */
const FRAMED = 60;
/** Above so many columns they stand closer, to be seen side by side on a laptop. */
const WIDE = 8;
const FramedRows = lazy(() => import("./framed-rows"));

interface Props<T extends object> {
  /** What the table holds, for those who do not see it. */
  caption: string;
  rows: T[];
  columns: Column<T>[];
  rowKey: (row: T) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Stays below all others in any order. */
  isLast?: (row: T) => boolean;
  /** Enter or a click. */
  onOpen?: (row: T) => void;
  /** Whether the row in focus takes a key for itself. */
  onRowKey?: (row: T, key: string) => boolean;
  /** A click with alt. */
  onExclude?: (row: T) => void;
  /** The row that is open. */
  open?: string;
  /** Shows the columns' totals under this name. */
  totalLabel?: string;
  exports?: Exports;
  empty?: ReactNode;
}

/** A table of any length: sorted by its heads, walked with j and k, with its sum below and its files beside it. */
export function DataTable<T extends object>(props: Props<T>) {
  const { caption, rows, columns, rowKey, sort, onSort, totalLabel, exports } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useSorted(rows, columns, sort, props.isLast);
  const framed = sorted.length > FRAMED;
  const scrollTo = useRef<(index: number) => void>(() => {});
  const keys = useRowKeys({
    count: sorted.length,
    onOpen: (index) => sorted[index] && props.onOpen?.(sorted[index]),
    onKey: (index, key) => Boolean(sorted[index] && props.onRowKey?.(sorted[index], key)),
    onMove: (index) => scrollTo.current(index),
  });
  const draw = (index: number) => {
    const row = sorted[index];
    return (
      row && (
        <TableRow
          key={rowKey(row)}
          row={row}
          index={index}
          columns={columns}
          focused={index === keys.focused}
          open={rowKey(row) === props.open}
          onOpen={props.onOpen}
          onExclude={props.onExclude}
        />
      )
    );
  };

  if (rows.length === 0) return props.empty ?? <Empty title="Nothing in this window" />;
  return (
    <div>
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={caption}
        className={`relative overflow-auto ${framed ? "max-h-[70vh]" : ""}`}
      >
        <table
          ref={keys.ref}
          aria-rowcount={sorted.length + 1}
          data-wide={columns.length > WIDE || undefined}
          className="w-full border-separate border-spacing-0 text-[13px]"
        >
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeadCell
                  key={column.id}
                  column={column}
                  sort={sort}
                  onSort={onSort && (() => onSort(nextSort(sort, column.id, column.figures)))}
                />
              ))}
            </tr>
          </thead>
          {framed ? (
            <Suspense fallback={<tbody aria-busy="true" />}>
              <FramedRows
                count={sorted.length}
                columns={columns.length}
                scroller={scroller}
                scrollTo={scrollTo}
                draw={draw}
              />
            </Suspense>
          ) : (
            <tbody>{sorted.map((_, index) => draw(index))}</tbody>
          )}
          {totalLabel && <Totals label={totalLabel} columns={columns} />}
        </table>
      </section>
      {exports && <ExportLinks exports={exports} />}
    </div>
  );
}

function useSorted<T extends object>(
  rows: T[],
  columns: Column<T>[],
  sort?: Sort,
  isLast?: (row: T) => boolean,
): T[] {
  return useMemo(() => {
    const sorted = sort ? sortRows(rows, columns, sort) : rows;
    return isLast ? [...sorted.filter((row) => !isLast(row)), ...sorted.filter(isLast)] : sorted;
  }, [rows, columns, sort, isLast]);
}

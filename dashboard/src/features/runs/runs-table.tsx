import { lazy, Suspense, useEffect, useMemo, useRef } from "react";
import type { Schemas } from "@/api/client";
import { useView } from "@/lib/view";
import { HeadCell } from "@/ui/data-table/head-cell";
import { useRowKeys } from "@/ui/data-table/row-keys";
import { TableRow } from "@/ui/data-table/table-row";
import { runColumns } from "./run-columns";
import type { RunSort } from "./search";

// Drawn only after its frame: it measures that.
const FramedRows = lazy(() => import("@/ui/data-table/framed-rows"));
const CAPTION = "Runs";

interface Props {
  runs: Schemas["RunView"][];
  sort: RunSort;
  /** The run that was opened last. */
  open: string | undefined;
  onSort: (sort: RunSort) => void;
  onOpen: (run: string) => void;
  onFilter: (customer: string) => void;
  /** Asks for more runs, where there are more. */
  onEnd: (() => void) | undefined;
}

/** Runs in the API's order, more of them as one scrolls. */
export function RunsTable({ runs, sort, open, onSort, onOpen, onFilter, onEnd }: Props) {
  const { timeZone } = useView();
  const columns = useMemo(() => runColumns(timeZone, onFilter), [timeZone, onFilter]);
  const scroller = useRef<HTMLDivElement>(null);
  const scrollTo = useRef<(index: number) => void>(() => {});
  const keys = useRowKeys({
    count: runs.length,
    onOpen: (index) => runs[index] && onOpen(runs[index].run_id),
    onMove: (index) => scrollTo.current(index),
  });
  const opened = useRef(open);
  useEffect(() => {
    const index = runs.findIndex(({ run_id }) => run_id === opened.current);
    if (index > 0) scrollTo.current(index);
    opened.current = undefined;
  }, [runs]);

  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={CAPTION}
      className="relative max-h-[70vh] overflow-auto"
    >
      <table
        ref={keys.ref}
        aria-rowcount={onEnd ? -1 : runs.length + 1}
        className="w-full border-separate border-spacing-0 text-[13px]"
      >
        <caption className="sr-only">{CAPTION}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell
                key={column.id}
                column={column}
                sort={`-${sort}`}
                onSort={() => onSort(column.id as RunSort)}
              />
            ))}
          </tr>
        </thead>
        <Suspense fallback={<tbody aria-busy="true" />}>
          <FramedRows
            count={runs.length + (onEnd ? 1 : 0)}
            columns={columns.length}
            scroller={scroller}
            scrollTo={scrollTo}
            draw={(index) => {
              const run = runs[index];
              return run ? (
                <TableRow
                  key={run.run_id}
                  row={run}
                  index={index}
                  columns={columns}
                  focused={index === keys.focused}
                  open={run.run_id === open}
                  onOpen={() => onOpen(run.run_id)}
                />
              ) : (
                <More key={`after ${index}`} columns={columns.length} onSeen={onEnd} />
              );
            }}
          />
        </Suspense>
      </table>
    </section>
  );
}

/** The row after the last: once it is drawn, the next page is asked for. */
function More({ columns, onSeen }: { columns: number; onSeen: (() => void) | undefined }) {
  const latest = useRef(onSeen);
  latest.current = onSeen;
  useEffect(() => latest.current?.(), []);
  return (
    <tr>
      <td colSpan={columns} className="h-10 px-4 text-muted">
        Loading more…
      </td>
    </tr>
  );
}

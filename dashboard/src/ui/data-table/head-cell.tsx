import { ArrowDown, ArrowUp } from "lucide-react";
import { type Column, type Sort, sortOf } from "./columns";

interface Props<T> {
  column: Column<T>;
  sort: Sort | undefined;
  onSort?: () => void;
}

/** The head of a column: a button where it sorts. */
export function HeadCell<T>({ column, sort, onSort }: Props<T>) {
  const current = sort ? sortOf(sort) : undefined;
  const sorted = current?.id === column.id;
  const Arrow = current?.desc ? ArrowDown : ArrowUp;
  const place = column.figures ? "text-right" : "text-left";
  return (
    <th
      scope="col"
      aria-sort={sorted ? (current?.desc ? "descending" : "ascending") : undefined}
      className={`sticky top-0 z-10 border-b bg-surface cell py-2 text-xs font-medium whitespace-nowrap text-muted ${place}`}
    >
      {column.sortBy && onSort ? (
        <button type="button" className="inline-flex items-center gap-1 hover:text-text" onClick={onSort}>
          {column.header}
          {sorted && <Arrow aria-hidden className="size-3" />}
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

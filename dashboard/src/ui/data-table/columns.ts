import type { ReactNode } from "react";

/** What a column sorts by. Amounts are nano-dollars. */
export type SortValue = bigint | number | string | null;

const collator = new Intl.Collator("en", { numeric: true });

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable. */
  sortBy?: (row: T) => SortValue;
  /** Figures stand at the right. */
  figures?: boolean;
  /** What the row of totals says here. */
  total?: ReactNode;
  className?: string;
}

/** `cost` ascending, `-cost` descending. */
export type Sort = string;

/** The column of an order, and its direction. */
export function sortOf(sort: Sort): { id: string; desc: boolean } {
  return sort.startsWith("-") ? { id: sort.slice(1), desc: true } : { id: sort, desc: false };
}

/** The rows in the order of a column; those that are equal in it stay as they are. */
export function sortRows<T>(rows: T[], columns: Column<T>[], sort: Sort): T[] {
  const { id, desc } = sortOf(sort);
  const value = columns.find((column) => column.id === id)?.sortBy;
  if (!value) return rows;
  const sign = desc ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: value(row) }));
  return keyed.sort((a, b) => sign * compareValues(a.key, b.key)).map(({ row }) => row);
}

/** The order after another click on a head: the largest figure first, or the first text. */
export function nextSort(sort: Sort | undefined, id: string, figures: boolean | undefined): Sort {
  const [first, second] = figures ? [`-${id}`, id] : [id, `-${id}`];
  return sort === first ? second : first;
}

/** Orders values of one column; what has none is the least. */
export function compareValues(a: SortValue, b: SortValue): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === "string" && typeof b === "string") return collator.compare(a, b);
  return a < b ? -1 : 1;
}

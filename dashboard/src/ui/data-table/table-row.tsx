import type { MouseEvent } from "react";
import type { Column } from "./columns";

interface Props<T> {
  row: T;
  index: number;
  columns: Column<T>[];
  focused: boolean;
  open: boolean;
  onOpen?: (row: T) => void;
  onExclude?: (row: T) => void;
}

/** A row. A click that a link or a button inside it takes is not the row's. */
export function TableRow<T>({ row, index, columns, focused, open, onOpen, onExclude }: Props<T>) {
  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (event.target instanceof Element && event.target.closest("a, button")) return;
    if (event.altKey && onExclude) onExclude(row);
    else onOpen?.(row);
  };
  return (
    <tr
      aria-rowindex={index + 2}
      data-row={index}
      data-open={open || undefined}
      tabIndex={focused ? 0 : -1}
      onClick={onOpen && onClick}
      className={`outline-offset-[-2px] hover:bg-sunken focus:bg-sunken data-open:bg-accent-soft ${onOpen ? "cursor-pointer" : ""}`}
    >
      {columns.map(({ id, cell, figures, className }) => (
        <td
          key={id}
          className={`cell h-10 border-b whitespace-nowrap ${figures ? "figures" : "cell-text truncate"} ${className ?? ""}`}
        >
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

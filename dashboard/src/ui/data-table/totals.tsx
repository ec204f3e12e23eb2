import type { Column } from "./columns";

/** The row of totals; it stays in sight. */
export function Totals<T>({ label, columns }: { label: string; columns: Column<T>[] }) {
  const cell = "sticky bottom-0 bg-surface cell py-2.5 font-semibold whitespace-nowrap";
  return (
    <tfoot>
      <tr data-total>
        {columns.map(({ id, total, figures }, index) =>
          index === 0 ? (
            <th key={id} scope="row" className={`${cell} text-left`}>
              {label}
            </th>
          ) : (
            <td key={id} className={`${cell} ${figures ? "figures" : ""}`}>
              {total}
            </td>
          ),
        )}
      </tr>
    </tfoot>
  );
}

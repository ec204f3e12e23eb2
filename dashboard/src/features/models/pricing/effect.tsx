import type { Preview } from "@/api/revisions";
import { count } from "@/lib/format";
import { Cost } from "@/ui/cost";
import { Money } from "@/ui/money";

type Effect = Preview["total"];

interface Props {
  of: string;
  rows: { name: string; effect: Effect }[];
}

const CELL = "border-b px-3 py-1.5 whitespace-nowrap";

/** What would change, and by how much. */
export function EffectTable({ of, rows }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={`Effect by ${of}`} className="max-h-56 overflow-auto rounded-lg border">
      <table className="w-full border-separate border-spacing-0 text-[13px]">
        <thead>
          <tr className="text-xs text-muted">
            {[of, "Events", "Before", "After", "Change"].map((head, index) => (
              <th
                key={head}
                scope="col"
                className={`sticky top-0 bg-raised font-medium ${CELL} ${index ? "text-right" : "text-left capitalize"}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, effect }) => (
            <tr key={name}>
              <th scope="row" className={`max-w-56 truncate text-left font-medium ${CELL}`}>
                {name}
              </th>
              <td className={`figures ${CELL}`}>{count(effect.changed_events)}</td>
              <td className={`figures ${CELL}`}>
                <Cost usd={effect.before.cost_usd} unpriced={effect.before.unpriced_calls} />
              </td>
              <td className={`figures ${CELL}`}>
                <Cost usd={effect.after.cost_usd} unpriced={effect.after.unpriced_calls} />
              </td>
              <td className={`figures ${CELL}`}>
                <Money usd={effect.cost_change_usd} signed />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

import type { Schemas } from "@/api/client";
import { formatInstant } from "@/lib/time";
import { useView } from "@/lib/view";
import { Money } from "@/ui/money";

/** What was changed in an event since it was received. */
export function Adjustments({ adjustments }: { adjustments: Schemas["AdjustmentView"][] }) {
  const { timeZone } = useView();
  if (adjustments.length === 0) return null;
  return (
    <div>
      <h4 className="mb-1 text-xs font-medium text-muted">Changed since</h4>
      <ol className="space-y-2">
        {adjustments.map((each) => (
          <li key={each.revision} className="border-l-2 border-line-strong pl-2.5">
            <p>
              <span className="font-medium">{each.kind}</span> <Money usd={each.cost_change_usd} signed />
            </p>
            <p className="text-xs text-muted">
              {each.reason} · {each.made_by}, {formatInstant(each.made_at, timeZone)}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}

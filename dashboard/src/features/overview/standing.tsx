import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import type { Schemas } from "@/api/client";
import { percent, plural } from "@/lib/format";
import { nano } from "@/lib/money";
import { Cost } from "@/ui/cost";
import { Money } from "@/ui/money";
import { Stat } from "@/ui/stat";
import { Loaded } from "@/ui/states";

type Summary = Schemas["SummaryView"];

/** Today, this month and its forecast, and what is missing in them. */
export function Standing({ query }: { query: UseQueryResult<Summary> }) {
  return (
    <Loaded query={query} lines={3}>
      {(summary) => (
        <div className="space-y-3">
          <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
            <Stat
              label="Today"
              usd={summary.today.cost_usd}
              unpriced={summary.today.unpriced_calls}
              change={changeOf(summary.today, "vs yesterday by now")}
            />
            <Stat
              label="This month"
              usd={summary.month.cost_usd}
              unpriced={summary.month.unpriced_calls}
              change={changeOf(summary.month, "vs last month by now")}
            />
            <Stat
              label="Month, forecast"
              usd={summary.forecast.cost_usd}
              unpriced={summary.month.unpriced_calls}
            >
              <Cost usd={summary.forecast.daily_average_usd} unpriced={summary.month.unpriced_calls} /> a day
              over {plural(summary.forecast.averaged_days, "day")}
            </Stat>
            <Stat
              label="No customer named"
              usd={summary.unattributed.cost_usd}
              unpriced={summary.unattributed.unpriced_calls}
            >
              {percent(summary.unattributed.cost_share ?? 0)} of the month's spend
            </Stat>
          </div>
          <Missing summary={summary} />
        </div>
      )}
    </Loaded>
  );
}

function changeOf(sums: Summary["today"], against: string) {
  return { usd: sums.cost_change_usd, ratio: sums.cost_change_ratio, against };
}

/** What no total holds is said aloud. */
function Missing({ summary }: { summary: Summary }) {
  const { unpriced_calls: unpriced, unattributed } = summary;
  const unnamed = nano(unattributed.cost_usd) > 0n;
  if (unpriced === 0 && !unnamed) return null;
  return (
    <div role="note" className="flex items-start gap-2.5 rounded-lg bg-warn-soft px-4 py-2.5 text-[13px]">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <ul className="space-y-0.5">
        {unpriced > 0 && (
          <li>
            <strong className="font-semibold">{plural(unpriced, "call")}</strong> without a price this month:
            what they cost is missing in every total.{" "}
            <Link to="/models" className="font-medium underline underline-offset-2">
              Set a price
            </Link>
          </li>
        )}
        {unnamed && (
          <li>
            <Money usd={unattributed.cost_usd} className="font-semibold" /> this month is attributed to no
            customer ({plural(unattributed.calls, "call")}).
          </li>
        )}
      </ul>
    </div>
  );
}

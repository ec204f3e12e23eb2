import { Link } from "@tanstack/react-router";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useInsights } from "@/api/insights";
import { useView } from "@/lib/view";
import { Card } from "@/ui/card";
import { Money } from "@/ui/money";
import { Empty, Loaded } from "@/ui/states";

const SHOWN = 5;
const ICONS = { info: Info, warning: TriangleAlert, critical: CircleAlert };
const COLOURS = { info: "text-muted", warning: "text-warn", critical: "text-bad" };

/** What deserves a look, the gravest first. */
export function Insights() {
  const { tenantId } = useView();
  const query = useInsights({ tenant_id: tenantId, limit: SHOWN });
  return (
    <Card
      title="Insights"
      actions={
        <Link to="/insights" className="text-[13px] text-accent hover:underline">
          All insights
        </Link>
      }
    >
      <Loaded query={query}>
        {({ insights, omitted }) =>
          insights.length === 0 ? (
            <Empty title="Nothing deserves a look" />
          ) : (
            <ul className="divide-y">
              {insights.map((insight) => {
                const severity = insight.severity as keyof typeof ICONS;
                const Icon = ICONS[severity] ?? Info;
                return (
                  <li key={`${insight.type} ${insight.message}`} className="flex gap-3 px-4 py-3 text-[13px]">
                    <Icon
                      aria-hidden
                      className={`mt-0.5 size-4 shrink-0 ${COLOURS[severity] ?? "text-muted"}`}
                    />
                    <p className="min-w-0 flex-1">
                      <span className="sr-only">{severity}: </span>
                      {insight.message}
                    </p>
                    {insight.effect_usd && <Money usd={insight.effect_usd} className="font-medium" />}
                  </li>
                );
              })}
              {omitted > 0 && <li className="px-4 py-2 text-xs text-muted">and {omitted} more</li>}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

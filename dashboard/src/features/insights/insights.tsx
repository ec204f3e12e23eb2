import { useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useInsights } from "@/api/insights";
import { exportsOf } from "@/lib/exports";
import { plural } from "@/lib/format";
import { useSetSearch, useView } from "@/lib/view";
import { Card, PageHead } from "@/ui/card";
import { Choice } from "@/ui/choice";
import { ExportLinks } from "@/ui/data-table/export-links";
import { Empty, Loaded } from "@/ui/states";
import { InsightItem } from "./insight-item";
import { LookedAt } from "./looked-at";
import { ruleName } from "./rules";
import { RULES, type Rule } from "./search";

const MOST = 1000;

/** What deserves a look, with the figures that say so. Its windows are its own: they end now. */
export function InsightsPage() {
  const { type } = useSearch({ from: "/insights" });
  const { tenantId } = useView();
  const setSearch = useSetSearch();
  const scope = { tenant_id: tenantId };
  const query = useInsights({ ...scope, limit: MOST });
  const found = useMemo(() => {
    const counts = new Map<string, number>();
    for (const insight of query.data?.insights ?? []) {
      counts.set(insight.type, (counts.get(insight.type) ?? 0) + 1);
    }
    return counts;
  }, [query.data]);
  const options: (readonly [Rule | "", string])[] = [
    ["", "Every kind"],
    ...RULES.map((rule) => [rule, `${ruleName(rule)} (${found.get(rule) ?? 0})`] as const),
  ];
  return (
    <>
      <PageHead title="Insights">
        <Choice
          label="Kind"
          value={type ?? ""}
          options={options}
          onChange={(value) => setSearch({ type: value || undefined })}
        />
      </PageHead>
      <Loaded query={query} lines={8}>
        {({ insights, omitted, at, time_zone }) => {
          const shown = insights.filter((insight) => !type || insight.type === type);
          return (
            <div className="space-y-4">
              <Card title={plural(shown.length, "insight")}>
                {shown.length === 0 ? (
                  <Empty title={type ? `${ruleName(type)}: nothing found` : "Nothing deserves a look"}>
                    What was looked at stands below.
                  </Empty>
                ) : (
                  <>
                    <ul className="divide-y border-t">
                      {shown.map((insight) => (
                        <InsightItem
                          key={`${insight.type} ${insight.message}`}
                          insight={insight}
                          timeZone={time_zone}
                        />
                      ))}
                    </ul>
                    {omitted > 0 && (
                      <p className="border-t px-4 py-2 text-xs text-muted">and {omitted} more in the files</p>
                    )}
                    {!type && <ExportLinks exports={exportsOf("/api/v1/insights", scope)} />}
                  </>
                )}
              </Card>
              <LookedAt at={at} timeZone={time_zone} found={found} />
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

import { useMemo } from "react";
import { useCosts } from "@/api/costs";
import { chartOf } from "@/lib/buckets";
import { useSetSearch, useView } from "@/lib/view";
import { Card } from "@/ui/card";
import { StackedBars } from "@/ui/charts/stacked-bars";
import { Cost } from "@/ui/cost";
import { Segments } from "@/ui/segments";
import { Empty, Loaded } from "@/ui/states";
import { STACKS } from "./search";

/** As many as there are colours. */
const TOP = 8;
const PAGE = 10_000;
const NAMES = { model: "By model", provider: "By provider" };

/** Spend over time, stacked by provider or model. */
export function Spend({ by }: { by: (typeof STACKS)[number] }) {
  const { scope, filters, bucket, timeZone } = useView();
  const setSearch = useSetSearch();
  const costs = useCosts({ ...scope, ...filters, group_by: `${bucket},${by}`, top: TOP, limit: PAGE });
  const chart = useMemo(() => costs.data && chartOf(costs.data, bucket, by), [costs.data, bucket, by]);
  return (
    <Card
      title="Spend over time"
      actions={
        <Segments
          label="Stacked by"
          value={by}
          options={STACKS.map((each) => [each, NAMES[each]] as const)}
          onChange={(value) => setSearch({ by: value === "model" ? undefined : value })}
        />
      }
    >
      <Loaded query={costs} lines={7}>
        {({ total }) =>
          total.calls === 0 || !chart ? (
            <Empty title="No calls in this window" />
          ) : (
            <>
              <p className="px-4 pb-1 text-2xl font-semibold tracking-tight">
                <Cost usd={total.cost_usd} unpriced={total.unpriced_calls} />
              </p>
              <StackedBars
                label={`Spend over time ${NAMES[by].toLowerCase()}`}
                chart={chart}
                timeZone={timeZone}
                onZoom={(window) => setSearch({ ...window, range: undefined })}
                onFilter={(key) => setSearch({ [by]: key ?? "" })}
              />
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

import { useSearch } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { useCosts } from "@/api/costs";
import { useDeclaredTags } from "@/api/settings";
import { chartOf } from "@/lib/buckets";
import { exportsOf } from "@/lib/exports";
import { type Filters, outOf } from "@/lib/filters";
import { isUnknown } from "@/lib/money";
import { DIMENSIONS, type Dimension, dimensionWord } from "@/lib/search";
import { useSetSearch, useView } from "@/lib/view";
import { comparisonName } from "@/lib/window-name";
import { Card } from "@/ui/card";
import { Change } from "@/ui/change";
import { StackedBars } from "@/ui/charts/stacked-bars";
import { Choice } from "@/ui/choice";
import { Cost } from "@/ui/cost";
import { DataTable } from "@/ui/data-table/data-table";
import { FilterChips } from "@/ui/filter-chips";
import { Empty, Loaded } from "@/ui/states";
import { useBefore } from "./before";
import { breakdownColumns } from "./breakdown-columns";
import { breakdownOf } from "./breakdown-rows";
import type { BreakdownSearch } from "./search";

/** As many as there are colours; the others are one series and one row. */
const TOP = 8;
/** The API's largest page: 8 series over a month of hours fit into one. */
const PAGE = 10_000;

interface Props {
  /** What it is broken down by at first. */
  first: Dimension;
  /** What a page fixes, and what therefore is no dimension there. */
  fixed?: Filters;
  footer?: ReactNode;
}

/** Spend over time by one dimension, and the table that sums to it. */
export function Breakdown({ first, fixed, footer }: Props) {
  const search: BreakdownSearch = useSearch({ strict: false });
  const { scope, filters, bucket, timeZone, comparison, tenantId } = useView();
  const setSearch = useSetSearch();
  const by: Dimension = search.by ?? first;
  const tags = useDeclaredTags(tenantId);
  // One of the URL that is not declared is told so by the API.
  const dimensions = [...new Set([...DIMENSIONS, ...tags, by])].filter((each) => fixed?.[each] === undefined);
  const query = { ...scope, ...filters, ...fixed };
  const overTime = useCosts({
    ...query,
    group_by: `${bucket},${by}`,
    top: TOP,
    limit: PAGE,
  });
  const before = useBefore(query, PAGE);
  const tableQuery = { ...query, ...comparison, group_by: by, top: TOP };
  const sums = useCosts(tableQuery);
  const compared = comparison.compare_from !== undefined;

  const chart = useMemo(() => {
    if (!overTime.data) return undefined;
    return chartOf(overTime.data, bucket, by);
  }, [overTime.data, bucket, by]);
  const breakdown = useMemo(() => sums.data && breakdownOf(sums.data, by), [sums.data, by]);
  const columns = useMemo(
    () => breakdown && breakdownColumns(breakdown, by, compared, chart?.series),
    [breakdown, by, compared, chart],
  );

  const only = (key: string | null) => setSearch({ [by]: key ?? "", [`${by}!`]: undefined });
  const exclude = (key: string | null) =>
    setSearch({ [by]: undefined, [`${by}!`]: [...outOf(filters, by), key ?? ""] });
  return (
    <Card
      title="Spend over time"
      actions={
        <Choice
          label="Broken down by"
          value={by}
          options={dimensions.map((each) => [each, `By ${dimensionWord(each)}`] as const)}
          onChange={(value) => setSearch({ by: value })}
        />
      }
    >
      {breakdown && (
        <p className="flex items-baseline gap-2 px-4 pb-1">
          <span className="text-2xl font-semibold tracking-tight">
            <Cost usd={breakdown.total.cost} unpriced={breakdown.total.unpriced} />
          </span>
          {compared && !isUnknown(breakdown.total.cost, breakdown.total.unpriced) && (
            <span className="text-xs text-muted">
              {breakdown.total.changeRatio == null ? (
                "nothing in "
              ) : (
                <>
                  <Change usd={breakdown.total.change} ratio={breakdown.total.changeRatio} /> against{" "}
                </>
              )}
              {comparisonName(comparison, timeZone)}
            </span>
          )}
        </p>
      )}
      <div className="px-4 pb-2">
        <FilterChips />
      </div>
      <Loaded query={overTime} lines={7}>
        {() =>
          chart &&
          (sums.data?.total.calls === 0 ? (
            <Empty title="No calls in this window" />
          ) : (
            <StackedBars
              label={`Spend over time by ${dimensionWord(by)}`}
              chart={chart}
              before={before}
              timeZone={timeZone}
              onZoom={(window) => setSearch({ ...window, range: undefined })}
              onFilter={only}
              onExclude={exclude}
            />
          ))
        }
      </Loaded>
      <Loaded query={sums}>
        {() =>
          breakdown &&
          columns &&
          breakdown.rows.length > 0 && (
            <DataTable
              caption={`Costs by ${dimensionWord(by)}`}
              rows={breakdown.rows}
              columns={columns}
              rowKey={(row) => row.id}
              sort={search.sort ?? "-cost"}
              onSort={(sort) => setSearch({ sort }, { replace: true })}
              onOpen={(row) => row.key !== undefined && only(row.key)}
              onExclude={(row) => row.key !== undefined && exclude(row.key)}
              isLast={(row) => row.key === undefined}
              totalLabel="Total"
              exports={exportsOf("/api/v1/costs", tableQuery)}
            />
          )
        }
      </Loaded>
      {footer}
    </Card>
  );
}

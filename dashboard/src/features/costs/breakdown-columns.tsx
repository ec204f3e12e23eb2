import type { Series } from "@/lib/buckets";
import { count, percent } from "@/lib/format";
import { divide, isUnknown, nano, ratio } from "@/lib/money";
import { type Dimension, dimensionName } from "@/lib/search";
import { Change } from "@/ui/change";
import { seriesColour } from "@/ui/charts/colours";
import { Cost } from "@/ui/cost";
import type { Column } from "@/ui/data-table/columns";
import { Money } from "@/ui/money";
import type { BreakdownRows, Row, Sums } from "./breakdown-rows";

/** The columns of a breakdown; each value has its colour of the chart. */
export function breakdownColumns(
  { total }: BreakdownRows,
  by: Dimension,
  compared: boolean,
  series: Series[] = [],
): Column<Row>[] {
  const colours = new Map(series.map((each, order) => [each.key, seriesColour(each, order)]));
  const columns: Column<Row>[] = [
    {
      id: by,
      header: dimensionName(by),
      cell: (row) => (
        <span className="flex items-center gap-2">
          <span
            aria-hidden
            className="size-2.5 shrink-0 rounded-xs"
            style={{ background: colours.get(row.key) ?? "var(--rest)" }}
          />
          <span className={`truncate ${row.key ? "" : "text-muted"}`}>{row.label}</span>
        </span>
      ),
      sortBy: (row) => row.label,
    },
    {
      id: "cost",
      header: "Cost",
      figures: true,
      cell: (row) => <Cost usd={row.cost} unpriced={row.unpriced} short />,
      sortBy: (row) => nano(row.cost),
      total: <Cost usd={total.cost} unpriced={total.unpriced} short />,
    },
    {
      id: "share",
      header: "Share",
      figures: true,
      cell: (row) => percent(ratio(row.cost, total.cost)),
    },
    {
      id: "calls",
      header: "Calls",
      figures: true,
      cell: (row) => count(row.calls),
      sortBy: (row) => row.calls,
      total: count(total.calls),
    },
    {
      id: "per_call",
      header: "Per call",
      figures: true,
      cell: (row) => <Cost usd={divide(row.cost, row.calls)} unpriced={row.unpriced} short />,
      sortBy: (row) => nanoOrNull(divide(row.cost, row.calls)),
      total: <Cost usd={divide(total.cost, total.calls)} unpriced={total.unpriced} short />,
    },
    {
      id: "unpriced",
      header: "Unpriced",
      figures: true,
      cell: (row) => <span className={row.unpriced ? "text-warn" : "text-muted"}>{count(row.unpriced)}</span>,
      sortBy: (row) => row.unpriced,
      total: count(total.unpriced),
    },
  ];
  if (compared) columns.splice(3, 0, ...comparisonColumns(total));
  return columns;
}

function comparisonColumns(total: BreakdownRows["total"]): Column<Row>[] {
  return [
    {
      id: "previous",
      header: "Before",
      figures: true,
      cell: (row) => <Money usd={row.previous} />,
      sortBy: (row) => nanoOrNull(row.previous),
      total: <Money usd={total.previous} />,
    },
    {
      id: "change",
      header: "Change",
      figures: true,
      cell: changeOf,
      sortBy: (row) => nanoOrNull(row.change),
      total: changeOf(total),
    },
  ];
}

/** What is unknown did not fall to nothing. */
function changeOf({ cost, unpriced, change, changeRatio }: Sums) {
  return <Change usd={isUnknown(cost, unpriced) ? undefined : change} ratio={changeRatio} />;
}

function nanoOrNull(usd: Row["cost"] | null | undefined): bigint | null {
  return usd ? nano(usd) : null;
}

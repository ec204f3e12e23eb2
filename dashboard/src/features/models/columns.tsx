import { compact, count, percent } from "@/lib/format";
import { isolated } from "@/lib/isolated";
import { divide, nano, ratio, type Usd } from "@/lib/money";
import { Change } from "@/ui/change";
import { Cost } from "@/ui/cost";
import type { Column } from "@/ui/data-table/columns";
import { PriceStates } from "./price-state";
import type { ModelRow, ModelSums } from "./rows";

/** What each model costs, and how well that is known. */
export function modelColumns(sum: ModelSums, total: ModelRow["change"]): Column<ModelRow>[] {
  const columns: Column<ModelRow>[] = [
    {
      id: "model",
      header: "Model",
      cell: (row) => (
        <span
          title={`${isolated(row.provider)} ${isolated(row.model ?? "")}`}
          className="block leading-tight"
        >
          <span className={`block truncate ${row.model ? "font-medium" : "text-muted"}`}>
            {row.model ?? "No model"}
          </span>
          <span className="text-xs text-muted">{row.provider}</span>
        </span>
      ),
      sortBy: (row) => row.model ?? "",
    },
    {
      id: "cost",
      header: "Cost",
      figures: true,
      cell: (row) => <Cost usd={row.cost_usd} unpriced={row.unpriced_calls} className="font-medium" />,
      sortBy: (row) => nano(row.cost_usd),
      total: <Cost usd={sum.cost} unpriced={sum.unpriced} />,
    },
    { id: "price", header: "Price", cell: (row) => <PriceStates states={row.price_states} /> },
    {
      id: "share",
      header: "Share",
      figures: true,
      cell: (row) => percent(ratio(row.cost_usd, sum.cost)),
    },
    {
      id: "calls",
      header: "Calls",
      figures: true,
      cell: (row) => count(row.calls),
      sortBy: (row) => row.calls,
      total: count(sum.calls),
    },
    {
      id: "per_call",
      header: "Per call",
      figures: true,
      cell: (row) => <Cost usd={row.cost_per_call_usd} unpriced={row.unpriced_calls} />,
      sortBy: (row) => nanoOrNull(row.cost_per_call_usd),
      total: <Cost usd={divide(sum.cost, sum.calls)} unpriced={sum.unpriced} />,
    },
    {
      id: "per_million",
      header: "Per M tokens",
      figures: true,
      cell: (row) => <Cost usd={row.cost_per_million_tokens_usd} unpriced={row.unpriced_calls} />,
      sortBy: (row) => nanoOrNull(row.cost_per_million_tokens_usd),
    },
    {
      id: "tokens",
      header: "Tokens in / out",
      figures: true,
      cell: (row) => (
        <span title={`${count(row.input_tokens)} in, ${count(row.output_tokens)} out`}>
          {compact(row.input_tokens)} / {compact(row.output_tokens)}
        </span>
      ),
      sortBy: (row) => row.input_tokens + row.output_tokens,
      total: `${compact(sum.input)} / ${compact(sum.output)}`,
    },
    {
      id: "cache_share",
      header: "From cache",
      figures: true,
      cell: (row) => percent(row.cache_share),
      sortBy: (row) => row.cache_share ?? null,
      total: percent(sum.input > 0 ? sum.cached / sum.input : null),
    },
    {
      id: "errors",
      header: "Failed",
      figures: true,
      cell: (row) => (
        <span className={row.errors ? "text-bad" : "text-muted"} title={count(row.errors)}>
          {percent(row.error_share)}
        </span>
      ),
      sortBy: (row) => row.error_share ?? null,
      total: percent(sum.calls > 0 ? sum.errors / sum.calls : null),
    },
  ];
  if (total) columns.splice(4, 0, changeColumn(total));
  return columns;
}

function changeColumn(total: NonNullable<ModelRow["change"]>): Column<ModelRow> {
  return {
    id: "change",
    header: "Change",
    figures: true,
    cell: ({ change }) => <Change usd={change?.cost_change_usd} ratio={change?.cost_change_ratio} />,
    sortBy: ({ change }) => nanoOrNull(change?.cost_change_usd),
    total: <Change usd={total.cost_change_usd} ratio={total.cost_change_ratio} />,
  };
}

function nanoOrNull(usd: Usd | null | undefined): bigint | null {
  return usd ? nano(usd) : null;
}

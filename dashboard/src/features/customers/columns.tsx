import { Link } from "@tanstack/react-router";
import { count, percent } from "@/lib/format";
import { divide, isUnknown, nano, ratio, subtract, type Usd } from "@/lib/money";
import { Change } from "@/ui/change";
import { Cost } from "@/ui/cost";
import type { Column } from "@/ui/data-table/columns";
import { Sparkline } from "@/ui/sparkline";
import { type CustomerRow, sumOf } from "./rows";

interface Options {
  /** The rows that are shown: the totals are theirs. */
  rows: CustomerRow[];
  total: Usd;
  compared: boolean;
  trends: Map<string | null | undefined, Usd[]>;
}

export function customerColumns({ rows, total, compared, trends }: Options): Column<CustomerRow>[] {
  const sum = sumOf(rows);
  const columns: Column<CustomerRow>[] = [
    {
      id: "customer",
      header: "Customer",
      cell: (row) => <Name row={row} />,
      sortBy: (row) => row.name ?? row.customer ?? "",
    },
    {
      id: "cost",
      header: "Cost",
      figures: true,
      cell: (row) => <Cost usd={row.cost} unpriced={row.unpriced} short className="font-medium" />,
      sortBy: (row) => nano(row.cost),
      total: <Cost usd={sum.cost} unpriced={sum.unpriced} short />,
    },
    {
      id: "share",
      header: "Share",
      figures: true,
      cell: (row) => percent(row.share),
      sortBy: (row) => nano(row.cost),
      total: percent(ratio(sum.cost, total)),
    },
    { id: "trend", header: "Trend", cell: (row) => <Sparkline amounts={trends.get(row.customer) ?? []} /> },
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
      cell: (row) => <Cost usd={divide(row.cost, row.calls)} unpriced={row.unpriced} short />,
      sortBy: (row) => nano(divide(row.cost, row.calls) ?? "0"),
      total: <Cost usd={divide(sum.cost, sum.calls)} unpriced={sum.unpriced} short />,
    },
  ];
  if (rows.some((row) => row.plan)) columns.splice(1, 0, planColumn);
  if (compared) columns.splice(columns.length - 2, 0, changeColumn(sum));
  return columns;
}

const planColumn: Column<CustomerRow> = {
  id: "plan",
  header: "Plan",
  cell: (row) => row.plan,
  sortBy: (row) => row.plan,
};

function changeColumn({ cost, previous, unpriced }: ReturnType<typeof sumOf>): Column<CustomerRow> {
  const change = isUnknown(cost, unpriced) ? undefined : subtract(cost, previous);
  return {
    id: "change",
    header: "Change",
    figures: true,
    cell: (row) => (
      <Change usd={isUnknown(row.cost, row.unpriced) ? undefined : row.change} ratio={row.changeRatio} />
    ),
    sortBy: (row) => (row.change ? nano(row.change) : null),
    total: <Change usd={change} ratio={!change || nano(previous) === 0n ? null : ratio(change, previous)} />,
  };
}

function Name({ row: { customer, name } }: { row: CustomerRow }) {
  if (customer === null) return <span className="text-muted">No customer</span>;
  return (
    <Link to="/customers/$customer" params={{ customer }} className="font-medium hover:underline">
      <bdi>{name ?? customer}</bdi>
      {name && <span className="ml-2 text-xs font-normal text-muted">{customer}</span>}
    </Link>
  );
}

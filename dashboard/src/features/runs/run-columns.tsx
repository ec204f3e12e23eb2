import { Link } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import type { Schemas } from "@/api/client";
import { compact, count, duration, plural } from "@/lib/format";
import { isolated } from "@/lib/isolated";
import { nano } from "@/lib/money";
import { formatInstant } from "@/lib/time";
import { Cost } from "@/ui/cost";
import type { Column } from "@/ui/data-table/columns";

type Run = Schemas["RunView"];

/** The columns of the list. Those that the API sorts by have its names. */
export function runColumns(timeZone: string, onFilter: (customer: string) => void): Column<Run>[] {
  return [
    {
      id: "run",
      header: "Run",
      cell: ({ run_id: run }) => (
        <Link
          from="/runs/"
          to="/runs/$run"
          params={{ run }}
          search={(before) => before}
          preload={false}
          className="font-medium hover:underline"
          title={run}
        >
          {run}
        </Link>
      ),
    },
    {
      id: "time",
      header: "Started",
      cell: (run) => formatInstant(run.started_at, timeZone),
      sortBy: (run) => run.started_at,
    },
    { id: "duration", header: "Duration", figures: true, cell: (run) => duration(run.duration_ms) },
    {
      id: "customer",
      header: "Customer",
      cell: (run) => <Customer run={run} onFilter={onFilter} />,
    },
    {
      id: "calls",
      header: "Calls",
      figures: true,
      cell: (run) => count(run.calls),
      sortBy: (run) => run.calls,
    },
    {
      id: "tokens",
      header: "Tokens",
      figures: true,
      cell: (run) => (
        <span title={`${count(run.input_tokens)} in, ${count(run.output_tokens)} out`}>
          {compact(run.input_tokens + run.output_tokens)}
        </span>
      ),
    },
    {
      id: "cost",
      header: "Cost",
      figures: true,
      cell: (run) => <Cost usd={run.cost_usd} unpriced={run.unpriced_calls} short className="font-medium" />,
      sortBy: (run) => nano(run.cost_usd),
    },
    { id: "status", header: "Status", cell: (run) => <Status run={run} /> },
  ];
}

function Customer({ run, onFilter }: { run: Run; onFilter: (customer: string) => void }) {
  const { customer, several_customers: several } = run;
  if (several) return <span className="text-muted">Several</span>;
  if (!customer) return <span className="text-muted">None</span>;
  return (
    <button
      type="button"
      className="max-w-full truncate hover:underline"
      title={`Only runs of ${isolated(customer)}`}
      onClick={() => onFilter(customer)}
    >
      {customer}
    </button>
  );
}

function Status({ run: { failed_spans: failed, unpriced_calls: unpriced } }: { run: Run }) {
  if (failed === 0 && unpriced === 0) return <span className="text-muted">OK</span>;
  return (
    <span className="inline-flex items-center gap-2 align-middle">
      {failed > 0 && (
        <span className="inline-flex items-center gap-1 font-medium text-bad">
          <CircleAlert aria-hidden className="size-3.5" />
          {plural(failed, "failure")}
        </span>
      )}
      {unpriced > 0 && <span className="text-warn">{count(unpriced)} unpriced</span>}
    </span>
  );
}

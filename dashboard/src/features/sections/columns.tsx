import { ChevronRight } from "lucide-react";
import { compact, count, percent } from "@/lib/format";
import { divide, nano, ratio } from "@/lib/money";
import { Change } from "@/ui/change";
import { Cost } from "@/ui/cost";
import type { Column } from "@/ui/data-table/columns";
import { Money } from "@/ui/money";
import { RunsLink } from "@/ui/runs-link";
import { Share } from "@/ui/share";
import { changeOf, type SectionRow, type Sums } from "./tree";

interface Options {
  sum: Sums;
  /** Some section has others below it. */
  nested: boolean;
  isOpen: (row: SectionRow) => boolean;
  onToggle: (row: SectionRow) => void;
}

/** The columns of the tree. `Own` leaves out what is below. */
export function sectionColumns({ sum, nested, isOpen, onToggle }: Options): Column<SectionRow>[] {
  const columns: Column<SectionRow>[] = [
    {
      id: "section",
      header: "Section",
      cell: (row) => <Name row={row} nested={nested} open={isOpen(row)} onToggle={() => onToggle(row)} />,
      sortBy: (row) => row.name,
    },
    {
      id: "cost",
      header: "Cost",
      figures: true,
      cell: (row) => <Cost usd={row.cost} unpriced={row.unpriced} className="font-medium" />,
      sortBy: (row) => nano(row.cost),
      total: <Cost usd={sum.cost} unpriced={sum.unpriced} />,
    },
    {
      id: "share",
      header: "Share",
      figures: true,
      cell: (row) => <Share of={ratio(row.cost, sum.cost)} />,
    },
    {
      id: "own",
      header: "Own",
      figures: true,
      cell: (row) => <Cost usd={row.own} unpriced={row.ownUnpriced} />,
      sortBy: (row) => nano(row.own),
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
      cell: (row) => <Cost usd={divide(row.cost, row.calls)} unpriced={row.unpriced} />,
      sortBy: (row) => nano(divide(row.cost, row.calls) ?? "0"),
      total: <Cost usd={divide(sum.cost, sum.calls)} unpriced={sum.unpriced} />,
    },
    {
      id: "tokens",
      header: "Tokens in / out",
      figures: true,
      cell: (row) => (
        <span title={`${count(row.inputTokens)} in, ${count(row.outputTokens)} out`}>
          {compact(row.inputTokens)} / {compact(row.outputTokens)}
        </span>
      ),
      sortBy: (row) => row.inputTokens + row.outputTokens,
      total: `${compact(sum.inputTokens)} / ${compact(sum.outputTokens)}`,
    },
    {
      id: "errors",
      header: "Failed",
      figures: true,
      cell: (row) => <Failed errors={row.errors} calls={row.calls} />,
      sortBy: (row) => row.errors,
      total: count(sum.errors),
    },
    { id: "runs", header: "Runs", cell: (row) => <Runs row={row} /> },
  ];
  if (sum.previous !== undefined) columns.splice(3, 0, ...comparisonColumns(sum));
  return columns;
}

function comparisonColumns(sum: Sums): Column<SectionRow>[] {
  const change = (cost: SectionRow["cost"], previous: SectionRow["previous"]) => {
    const { usd, ratio: share } = changeOf(cost, previous);
    return <Change usd={usd} ratio={share} />;
  };
  return [
    {
      id: "previous",
      header: "Before",
      figures: true,
      cell: (row) => <Money usd={row.previous} />,
      sortBy: (row) => nano(row.previous ?? "0"),
      total: <Money usd={sum.previous} />,
    },
    {
      id: "change",
      header: "Change",
      figures: true,
      cell: (row) => change(row.cost, row.previous),
      sortBy: (row) => nano(changeOf(row.cost, row.previous).usd ?? "0"),
      total: change(sum.cost, sum.previous),
    },
  ];
}

const INDENT_REM = 1.25;

interface NameProps {
  row: SectionRow;
  nested: boolean;
  open: boolean;
  onToggle: () => void;
}

function Name({ row, nested, open, onToggle }: NameProps) {
  return (
    <span className="flex items-center gap-1.5" style={{ paddingLeft: `${row.depth * INDENT_REM}rem` }}>
      {row.branch ? (
        <button
          type="button"
          aria-expanded={open}
          aria-label={`What is below ${row.path}`}
          className="-ml-1 rounded p-1 text-muted hover:text-text"
          onClick={onToggle}
        >
          <ChevronRight aria-hidden className={`size-3.5 transition-transform ${open ? "rotate-90" : ""}`} />
        </button>
      ) : (
        nested && <span className="w-4.5" />
      )}
      <span title={row.path} className={`truncate ${row.path ? "font-medium" : "text-muted"}`}>
        {row.name}
      </span>
    </span>
  );
}

function Failed({ errors, calls }: { errors: number; calls: number }) {
  if (errors === 0) return <span className="text-muted">0</span>;
  return (
    <span className="text-bad" title={`${percent(errors / calls)} of its calls`}>
      {count(errors)}
    </span>
  );
}

function Runs({ row }: { row: SectionRow }) {
  if (row.ownCalls === 0 || !row.path) return null;
  return (
    <RunsLink search={{ section: row.name, sort: "cost" }}>
      Runs<span className="sr-only"> of {row.path}</span>
    </RunsLink>
  );
}

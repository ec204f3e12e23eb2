import type { Schemas } from "@/api/client";
import { formatInstant } from "@/lib/time";
import { Badge } from "@/ui/badge";
import type { Column } from "@/ui/data-table/columns";

type Import = Schemas["ImportView"];

/** The start of a digest, enough to tell files apart. */
const DIGEST = 12;

export function importColumns(timeZone: string, onRetire?: (row: Import) => void): Column<Import>[] {
  return [
    {
      id: "source",
      header: "Source",
      cell: ({ source }) => <span title={source}>{source}</span>,
      sortBy: ({ source }) => source,
      className: "font-medium",
    },
    { id: "format", header: "Format", cell: ({ format }) => format, sortBy: ({ format }) => format },
    {
      id: "from",
      header: "Holds from",
      cell: ({ effective_from }) => (effective_from ? formatInstant(effective_from, timeZone) : "ever"),
      sortBy: ({ effective_from }) => effective_from ?? "",
    },
    {
      id: "created",
      header: "Imported",
      cell: ({ created_at, created_by }) => `${formatInstant(created_at, timeZone)} by ${created_by}`,
      sortBy: ({ created_at }) => created_at,
    },
    {
      id: "file",
      header: "Id and SHA-256",
      cell: ({ id, digest }) => (
        <code className="font-mono text-xs" title={digest}>
          {id} {digest.slice(0, DIGEST)}…
        </code>
      ),
    },
    {
      id: "state",
      header: "State",
      cell: (row) => <State row={row} timeZone={timeZone} onRetire={onRetire} />,
      sortBy: ({ retired_at }) => retired_at ?? "",
    },
  ];
}

interface StateProps {
  row: Import;
  timeZone: string;
  onRetire?: (row: Import) => void;
}

function State({ row, timeZone, onRetire }: StateProps) {
  const { retired_at, retired_by, retired_reason, source } = row;
  if (retired_at) {
    const words = `${formatInstant(retired_at, timeZone)} by ${retired_by}: ${retired_reason || "no reason given"}`;
    return (
      <span title={words}>
        <Badge>retired</Badge> <span className="text-xs text-muted">{words}</span>
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-2">
      <Badge tone="good">in use</Badge>
      {onRetire && (
        <button
          type="button"
          aria-label={`Retire ${source}`}
          className="control h-7 px-2 text-xs text-bad"
          onClick={() => onRetire(row)}
        >
          Retire…
        </button>
      )}
    </span>
  );
}

import { type Revision, useRevision } from "@/api/revisions";
import { count } from "@/lib/format";
import { formatInstant } from "@/lib/time";
import { Badge } from "@/ui/badge";
import type { Column } from "@/ui/data-table/columns";
import { Money } from "@/ui/money";

export function revisionColumns(timeZone: string, tenantId: string | undefined): Column<Revision>[] {
  return [
    { id: "kind", header: "Kind", cell: ({ kind }) => kind, className: "font-medium" },
    {
      id: "state",
      header: "State",
      cell: (row) =>
        row.state === "running" ? <Progress id={row.id} tenantId={tenantId} /> : <Done row={row} />,
    },
    { id: "reason", header: "Reason", cell: ({ reason }) => <span title={reason}>{reason}</span> },
    { id: "by", header: "By", cell: ({ made_by }) => made_by },
    { id: "created", header: "When", cell: ({ created_at }) => formatInstant(created_at, timeZone) },
    {
      id: "events",
      header: "Events changed",
      figures: true,
      cell: ({ changed_events, examined_events }) => (
        <span title={`of ${count(examined_events)} that were looked at`}>{count(changed_events)}</span>
      ),
    },
    {
      id: "effect",
      header: "Effect",
      figures: true,
      cell: ({ cost_change_usd }) => <Money usd={cost_change_usd} signed />,
    },
  ];
}

function Done({ row }: { row: Revision }) {
  return row.undone_by ? <Badge>undone</Badge> : <Badge tone="good">done</Badge>;
}

/** Asks until it is done; then the whole page is asked again. */
function Progress({ id, tenantId }: { id: string; tenantId: string | undefined }) {
  const revision = useRevision(id, tenantId);
  return (
    <Badge tone="accent">
      running{revision.data && `, ${count(revision.data.examined_events)} looked at`}
    </Badge>
  );
}

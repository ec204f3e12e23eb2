import type { ApiKey } from "@/api/keys";
import { formatInstant } from "@/lib/time";
import { Badge } from "@/ui/badge";
import type { Column } from "@/ui/data-table/columns";

export function keyColumns(
  timeZone: string,
  now: number,
  onRevoke?: (key: ApiKey) => void,
): Column<ApiKey>[] {
  const at = (instant: string | null | undefined, none: string) =>
    instant ? formatInstant(instant, timeZone) : none;
  return [
    { id: "name", header: "Name", cell: ({ name }) => name || "–", className: "font-medium" },
    {
      id: "id",
      header: "Key",
      cell: ({ id }) => <code className="font-mono text-xs">llmo_sk_{id}…</code>,
    },
    {
      id: "scopes",
      header: "Scopes",
      cell: ({ scopes }) => (
        <span className="flex min-w-36 flex-wrap gap-1 py-1">
          {scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </span>
      ),
    },
    { id: "created", header: "Made", cell: ({ created_at }) => formatInstant(created_at, timeZone) },
    { id: "used", header: "Last used", cell: ({ last_used_at }) => at(last_used_at, "never") },
    {
      id: "state",
      header: "State",
      cell: (key) => {
        if (key.revoked_at) return <Badge>revoked {at(key.revoked_at, "")}</Badge>;
        if (key.expires_at && Date.parse(key.expires_at) <= now) return <Badge>expired</Badge>;
        return (
          <span className="inline-flex items-center gap-2">
            <span className="flex flex-col items-start text-xs text-muted">
              <Badge tone="good">works</Badge>
              {key.expires_at && <span>until {at(key.expires_at, "")}</span>}
            </span>
            {onRevoke && (
              <button
                type="button"
                aria-label={`Revoke ${key.name || key.id}`}
                className="control h-7 px-2 text-xs text-bad"
                onClick={() => onRevoke(key)}
              >
                Revoke…
              </button>
            )}
          </span>
        );
      },
    },
  ];
}

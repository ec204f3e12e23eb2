import { formatInstant } from "@/lib/time";
import { Badge, type Tone } from "@/ui/badge";
import type { Column } from "@/ui/data-table/columns";
import { datesOf, hoursOf, type Override, type OverrideState, stateOf, termsOf } from "./override-words";

export const TONES: Record<OverrideState, Tone> = {
  "in force": "good",
  later: "accent",
  ended: "plain",
  retired: "plain",
};

export function overrideColumns(now: number, timeZone: string): Column<Override>[] {
  return [
    {
      id: "model",
      header: "Provider and model",
      cell: ({ provider, model, service_tier }) => (
        <span className="font-medium">
          <bdi>{provider}</bdi> / <bdi>{model}</bdi> {service_tier && <Badge>{service_tier}</Badge>}
        </span>
      ),
      sortBy: ({ provider, model }) => `${provider}/${model}`,
    },
    {
      id: "customer",
      header: "For",
      cell: ({ customer }) => customer ?? <span className="text-muted">every customer</span>,
      sortBy: ({ customer }) => customer ?? null,
    },
    {
      id: "terms",
      header: "What it does",
      cell: (row) => <span title={termsOf(row).join("\n")}>{termsOf(row).join(", ")}</span>,
    },
    {
      id: "dates",
      header: "When",
      cell: (row) => [datesOf(row), hoursOf(row)].filter(Boolean).join(", "),
      sortBy: ({ from }) => from ?? null,
      className: "xl:max-w-48",
    },
    {
      id: "state",
      header: "State",
      cell: (row) => <Badge tone={TONES[stateOf(row, now)]}>{stateOf(row, now)}</Badge>,
      sortBy: (row) => stateOf(row, now),
    },
    {
      id: "created",
      header: "Made",
      cell: ({ created_at, created_by }) => `${formatInstant(created_at, timeZone)} by ${created_by}`,
      sortBy: ({ created_at }) => created_at,
    },
    { id: "reason", header: "Reason", cell: ({ reason }) => <span title={reason}>{reason || "–"}</span> },
  ];
}

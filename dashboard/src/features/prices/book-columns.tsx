import type { Schemas } from "@/api/client";
import { plural } from "@/lib/format";
import { Badge } from "@/ui/badge";
import type { Column } from "@/ui/data-table/columns";
import { readPriceId } from "./price-id";
import { UnitPrice } from "./rate";
import { decimal, inWords } from "./unit-price";

type Listed = Schemas["Listed"];

/** The kinds that have a column; the others are named in the last. */
const KINDS = [
  ["input", "Input"],
  ["output", "Output"],
  ["cache_read", "Cache read"],
  ["cache_write", "Cache write"],
] as const;
const SHOWN: ReadonlySet<string> = new Set(KINDS.map(([kind]) => kind));

export function bookColumns(): Column<Listed>[] {
  return [
    {
      id: "provider",
      header: "Provider",
      cell: ({ provider }) => provider,
      sortBy: ({ provider, model }) => `${provider}/${model}`,
    },
    {
      id: "model",
      header: "Model",
      cell: ({ model }) => <span title={model}>{model || "Calls that name none"}</span>,
      sortBy: ({ model }) => model,
      className: "font-medium max-sm:max-w-36",
    },
    ...KINDS.map(
      ([kind, header]): Column<Listed> => ({
        id: kind,
        header,
        figures: true,
        cell: ({ unit_prices }) => <UnitPrice kind={kind} rate={unit_prices[kind]} stacked />,
        sortBy: ({ unit_prices }) => rank(unit_prices[kind]),
      }),
    ),
    { id: "others", header: "Others", cell: (row) => <Others row={row} />, className: "max-w-40!" },
    {
      id: "since",
      header: "Since",
      cell: (row) => idOf(row)?.since ?? (row.price_id ? "ever" : "–"),
      sortBy: (row) => idOf(row)?.since ?? "",
    },
    {
      id: "source",
      header: "Source",
      cell: (row) => <Source row={row} />,
      sortBy: (row) => row.source ?? "",
      className: "max-w-40!",
    },
  ];
}

/** The decimals of a unit price, at most. */
const PLACES = 28;

/** The price of one unit as an integer of its last place: what the column sorts by. */
function rank(rate: Schemas["ExplainedRate"] | undefined): bigint | null {
  if (!rate) return null;
  const { units, places } = decimal(rate.usd);
  return (units * 10n ** BigInt(PLACES - places)) / BigInt(rate.per);
}

function idOf({ price_id, provider, model }: Listed) {
  return price_id ? readPriceId(price_id, `${provider}/${model}`) : null;
}

function Others({ row: { unit_prices, service_tiers } }: { row: Listed }) {
  const others = Object.entries(unit_prices).filter(([kind]) => !SHOWN.has(kind));
  const words = others.map(([kind, rate]) => `${kind}: ${inWords(rate)}`).join("\n");
  const [first, ...further] = service_tiers;
  return (
    <span className="inline-flex gap-1.5" title={service_tiers.join(", ")}>
      {others.length > 0 && <span title={words}>{plural(others.length, "kind")}</span>}
      {first && <Badge>{first}</Badge>}
      {further.length > 0 && (
        <Badge>
          <span aria-hidden>+{further.length}</span>
          <span className="sr-only">{further.join(", ")}</span>
        </Badge>
      )}
    </span>
  );
}

function Source({ row }: { row: Listed }) {
  const overrides = idOf(row)?.overrides ?? [];
  return (
    <span title={[row.source, row.price_id].filter(Boolean).join("\n")}>
      {row.source ?? (overrides.length === 0 ? "no price" : "")}
      {overrides.map((each) => (
        <span key={each} className="ml-1.5">
          <Badge tone="accent">{each.split(":")[0]}</Badge>
        </span>
      ))}
    </span>
  );
}

import { useMemo, useState } from "react";
import type { Schemas } from "@/api/client";
import { count, plural } from "@/lib/format";
import { isolated } from "@/lib/isolated";
import { nano } from "@/lib/money";
import type { Column } from "@/ui/data-table/columns";
import { DataTable } from "@/ui/data-table/data-table";
import { Money } from "@/ui/money";
import { Segments } from "@/ui/segments";

type EffectView = Schemas["EffectView"];
type Row = EffectView & { name: string };

interface Props {
  title: string;
  effect: Schemas["PreviewView"];
}

/** What costs were and would be: in all, by model and by customer. */
export function Effect({ title, effect }: Props) {
  const [by, setBy] = useState<"models" | "customers">("models");
  const [sort, setSort] = useState("change");
  const { total, examined_events, models, customers } = effect;
  const rows: Row[] = useMemo(
    () =>
      by === "models"
        ? models.map((each) => ({
            ...each,
            name: `${isolated(each.provider)} / ${isolated(each.model ?? "no model")}`,
          }))
        : customers.map((each) => ({ ...each, name: each.customer ?? "without a customer" })),
    [by, models, customers],
  );
  return (
    <section aria-label={title} data-effect className="overflow-hidden rounded-lg border">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b px-4 py-3">
        <h3 className="w-full text-[13px] font-semibold">{title}</h3>
        <p className="text-[13px]">
          <Money usd={total.before.cost_usd} /> <span aria-hidden>→</span>
          <span className="sr-only">becomes</span>{" "}
          <Money usd={total.after.cost_usd} className="font-semibold" />{" "}
          <span className="text-muted">
            (<Money usd={total.cost_change_usd} signed />)
          </span>
        </p>
        <p className="mr-auto text-[13px] text-muted">
          {count(total.changed_events)} of {plural(examined_events, "event")} change
        </p>
        {total.changed_events > 0 && (
          <Segments
            label={`${title}: by`}
            value={by}
            options={[
              ["models", "By model"],
              ["customers", "By customer"],
            ]}
            onChange={setBy}
          />
        )}
      </header>
      {total.changed_events > 0 && (
        <DataTable
          caption={`${title}, by ${by === "models" ? "model" : "customer"}`}
          rows={rows}
          columns={COLUMNS}
          rowKey={({ name }) => name}
          sort={sort}
          onSort={setSort}
        />
      )}
    </section>
  );
}

const COLUMNS: Column<Row>[] = [
  { id: "name", header: "Name", cell: ({ name }) => name, sortBy: ({ name }) => name },
  {
    id: "events",
    header: "Events",
    figures: true,
    cell: ({ changed_events }) => count(changed_events),
    sortBy: ({ changed_events }) => changed_events,
  },
  {
    id: "before",
    header: "Costs",
    figures: true,
    cell: ({ before }) => <Money usd={before.cost_usd} />,
    sortBy: ({ before }) => nano(before.cost_usd),
  },
  {
    id: "after",
    header: "Would cost",
    figures: true,
    cell: ({ after }) => <Money usd={after.cost_usd} />,
    sortBy: ({ after }) => nano(after.cost_usd),
  },
  {
    id: "change",
    header: "Change",
    figures: true,
    cell: ({ cost_change_usd }) => <Money usd={cost_change_usd} signed />,
    sortBy: ({ cost_change_usd }) => nano(cost_change_usd),
  },
];

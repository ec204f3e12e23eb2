import { useState } from "react";
import type { Schemas } from "@/api/client";
import { Effect } from "@/features/corrections/effect";
import { count, plural } from "@/lib/format";
import { isolated } from "@/lib/isolated";
import { Badge, type Tone } from "@/ui/badge";
import type { Column } from "@/ui/data-table/columns";
import { DataTable } from "@/ui/data-table/data-table";
import { Empty } from "@/ui/states";

type Change = Schemas["ModelChange"];
const TONES: Record<string, Tone> = { added: "good", changed: "accent", removed: "bad" };

/** What an import would change: models and prices, and what the calls of the last 30 days would cost then. */
export function DryRun({ result }: { result: Schemas["ImportedView"] }) {
  const { counts, models } = result.changes;
  const read = Object.entries(result.read).map(([what, times]) => `${what}: ${count(times)}`);
  if (result.same_as) {
    return (
      <Empty title="This file is in use already">
        It is the import <code className="font-mono">{result.same_as}</code>: nothing would change.
      </Empty>
    );
  }
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Counted
          name="Models added"
          value={counts.models_added}
          more={plural(counts.prices_added, "price")}
        />
        <Counted
          name="Models changed"
          value={counts.models_changed}
          more={plural(counts.prices_changed, "price")}
        />
        <Counted
          name="Models removed"
          value={counts.models_removed}
          more={plural(counts.prices_removed, "price")}
        />
        <Counted name="As they were" value={counts.models_unchanged} more={`Read: ${read.join(", ")}`} />
      </dl>
      <ChangedModels models={models} />
      {result.last_30_days.length === 0 ? (
        <p className="text-[13px] text-muted">No call of the last 30 days would cost anything else.</p>
      ) : (
        result.last_30_days.map((effect) => (
          <Effect
            key={effect.tenant}
            title={`The last 30 days of ${effect.tenant}, if priced again after it`}
            effect={effect}
          />
        ))
      )}
    </>
  );
}

function Counted({ name, value, more }: { name: string; value: number; more: string }) {
  return (
    <div className="rounded-lg border px-3 py-2">
      <dt className="text-xs text-muted">{name}</dt>
      <dd>
        <span className="text-lg font-semibold tabular-nums">{count(value)}</span>
        <span className="ml-2 text-xs text-muted">{more}</span>
      </dd>
    </div>
  );
}

const columns: Column<Change>[] = [
  {
    id: "model",
    header: "Model",
    cell: ({ provider, model }) => `${isolated(provider)} / ${isolated(model)}`,
    sortBy: ({ provider, model }) => `${provider}/${model}`,
    className: "font-medium",
  },
  {
    id: "change",
    header: "Change",
    cell: ({ change }) => <Badge tone={TONES[change]}>{change}</Badge>,
    sortBy: ({ change }) => change,
  },
  {
    id: "prices",
    header: "Prices in USD, before and after",
    cell: ({ prices }) => <Prices prices={prices} />,
    className: "max-w-none",
  },
];

function ChangedModels({ models }: { models: Change[] }) {
  const [sort, setSort] = useState("change");
  return (
    <section aria-label="Models that change" className="overflow-hidden rounded-lg border">
      <DataTable
        caption="Models that change"
        rows={models}
        columns={columns}
        rowKey={({ provider, model }) => `${provider}\n${model}`}
        sort={sort}
        onSort={setSort}
        empty={<Empty title="No price changes" />}
      />
    </section>
  );
}

function Prices({ prices }: { prices: Schemas["PriceChange"][] }) {
  return (
    <span className="inline-flex gap-4">
      {prices.map(({ price, old, new: next }) => (
        <span key={price} className="tabular-nums" data-price={price}>
          <span className="text-muted">{price} </span>
          {old && <del className="text-muted">{old}</del>}{" "}
          {next ? <ins className="no-underline">{next}</ins> : "gone"}
        </span>
      ))}
    </span>
  );
}

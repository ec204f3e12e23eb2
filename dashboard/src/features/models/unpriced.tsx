import { CircleHelp, Tag } from "lucide-react";
import { useSession } from "@/api/session";
import { type UnpricedModel, useUnpriced } from "@/api/unpriced";
import { exportsOf } from "@/lib/exports";
import { count, percent, plural } from "@/lib/format";
import { useView } from "@/lib/view";
import { Card } from "@/ui/card";
import type { Column } from "@/ui/data-table/columns";
import { DataTable } from "@/ui/data-table/data-table";
import { Loaded } from "@/ui/states";
import { idOf } from "./rows";

const MOST = 1000;

interface Props {
  onPrice: (model: { provider: string; model: string }) => void;
}

/** Models that nobody has a price for, and what to do about it. Quiet where there are none. */
export function Unpriced({ onPrice }: Props) {
  const { scope } = useView();
  const session = useSession();
  const query = useUnpriced({ ...scope, limit: MOST });
  const may = session.scopes.includes("admin");
  if (query.data?.count === 0) return null;
  return (
    <Card
      title={query.data ? `${plural(query.data.count, "model")} without a price` : "Models without a price"}
    >
      <Loaded query={query} lines={2}>
        {({ models }) => (
          <>
            <p className="flex items-start gap-2 px-4 pb-3 text-[13px] text-muted">
              <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
              <span>
                What these calls cost is missing in every total, whatever the page is narrowed to.
                {!may &&
                  " Setting a price needs a key with the scope admin: ask whoever makes the keys of this collector."}
              </span>
            </p>
            <DataTable
              caption="Models without a price"
              rows={models}
              columns={may ? [NAME, actionColumn(onPrice), ...FIGURES] : [NAME, ...FIGURES]}
              rowKey={idOf}
              onOpen={may ? onPrice : undefined}
              exports={exportsOf("/api/v1/prices/unpriced", scope)}
            />
          </>
        )}
      </Loaded>
    </Card>
  );
}

const NAME: Column<UnpricedModel> = {
  id: "model",
  header: "Model",
  cell: ({ provider, model }) => (
    <span className="block leading-tight">
      <span className="block truncate font-medium">{model || "No model"}</span>
      <span className="text-xs text-muted">{provider}</span>
    </span>
  ),
};

const FIGURES: Column<UnpricedModel>[] = [
  { id: "calls", header: "Calls without a price", figures: true, cell: ({ calls }) => count(calls) },
  { id: "in", header: "Tokens in", figures: true, cell: ({ input_tokens }) => count(input_tokens) },
  { id: "out", header: "Tokens out", figures: true, cell: ({ output_tokens }) => count(output_tokens) },
  {
    id: "nearest",
    header: "Nearest known names",
    cell: ({ nearest }) =>
      nearest.length === 0 ? (
        <span className="text-muted">None is like it</span>
      ) : (
        <ul className="py-1 text-xs leading-snug">
          {nearest.map((near) => (
            <li key={idOf(near)}>
              {near.provider}/{near.model}{" "}
              <span className="text-muted">{percent(near.likeness / 1000)} alike</span>
            </li>
          ))}
        </ul>
      ),
  },
];

function actionColumn(onPrice: Props["onPrice"]): Column<UnpricedModel> {
  return {
    id: "action",
    header: "Price",
    cell: (row) => (
      <button
        type="button"
        className="control h-7 px-2 text-xs"
        onClick={() => onPrice({ provider: row.provider, model: row.model })}
      >
        <Tag aria-hidden className="size-3" /> Set a price<span className="sr-only"> for {row.model}</span>
      </button>
    ),
  };
}

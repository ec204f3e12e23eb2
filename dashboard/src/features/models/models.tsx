import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { useAllCosts } from "@/api/costs";
import { useModels } from "@/api/models";
import { exportsOf } from "@/lib/exports";
import { plural } from "@/lib/format";
import { useSetSearch, useView } from "@/lib/view";
import { Card, PageHead } from "@/ui/card";
import { Choice } from "@/ui/choice";
import { DataTable } from "@/ui/data-table/data-table";
import { FilterChips } from "@/ui/filter-chips";
import { Empty, Loaded } from "@/ui/states";
import { modelColumns } from "./columns";
import { PRICE_STATES, stateName } from "./price-state";
import { modelRows, sumOf } from "./rows";
import { Spend } from "./spend";
import { Unpriced } from "./unpriced";

const PricingDialog = lazy(() => import("./pricing/dialog"));
const STATES = [
  ["", "Any price state"] as const,
  ...PRICE_STATES.map((state) => [state, stateName(state)] as const),
];

/** What each model costs, and whether that is known. */
export function Models() {
  const search = useSearch({ from: "/models" });
  const { scope, filters, comparison } = useView();
  const setSearch = useSetSearch();
  const query = { ...scope, ...filters };
  const models = useModels(query);
  const compared = comparison.compare_from !== undefined;
  const changes = useAllCosts({ ...query, ...comparison, group_by: "provider,model" });
  const rows = useMemo(() => modelRows(models.data ?? [], changes.data), [models.data, changes.data]);
  const total = compared ? (changes.data?.compared ?? undefined) : undefined;
  const columns = useMemo(() => modelColumns(sumOf(rows), total), [rows, total]);
  const pricing = search.revision !== undefined || search.price_provider !== undefined;

  return (
    <>
      <PageHead title="Models and providers" />
      <FilterChips />
      <Unpriced
        onPrice={({ provider, model }) => setSearch({ price_provider: provider, price_model: model })}
      />
      <Spend by={search.by ?? "model"} />
      <Card
        title={models.data ? plural(rows.length, "model") : "Models"}
        actions={
          <Choice
            label="Price state"
            value={filters.price_state ?? ""}
            options={STATES}
            onChange={(state) => setSearch({ price_state: state || undefined })}
          />
        }
      >
        <Loaded query={models} lines={8}>
          {() => (
            <DataTable
              caption="Models and their costs"
              rows={rows}
              columns={columns}
              rowKey={({ id }) => id}
              sort={search.sort ?? "-cost"}
              onSort={(sort) => setSearch({ sort }, { replace: true })}
              onOpen={({ provider, model }) => setSearch({ provider, model: model ?? "" })}
              totalLabel="Total"
              exports={exportsOf("/api/v1/models", query)}
              empty={<Empty title="No calls in this window" />}
            />
          )}
        </Loaded>
      </Card>
      {pricing && (
        <Suspense>
          <PricingDialog />
        </Suspense>
      )}
    </>
  );
}

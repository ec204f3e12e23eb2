import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { usePrices } from "@/api/prices";
import { exportsOf } from "@/lib/exports";
import { plural } from "@/lib/format";
import { formatInstant } from "@/lib/time";
import { useSetSearch, useView } from "@/lib/view";
import { Card } from "@/ui/card";
import { DataTable } from "@/ui/data-table/data-table";
import { SearchField } from "@/ui/search-field";
import { Empty, Loaded } from "@/ui/states";
import { bookColumns } from "./book-columns";

/** What each model costs, from all layers but contracts. */
export function Book() {
  const { provider = "", model = "", at = "", sort = "provider" } = useSearch({ from: "/prices" });
  const { tenantId, timeZone } = useView();
  const setSearch = useSetSearch();
  const navigate = useNavigate();
  const query = {
    provider: provider || undefined,
    model: model || undefined,
    at: at || undefined,
    tenant_id: tenantId,
  };
  const prices = usePrices(query);
  const columns = useMemo(bookColumns, []);
  return (
    <Card
      title={prices.data ? `${plural(prices.data.prices.length, "model")}, USD per million tokens` : "Models"}
      actions={
        <>
          <label className="control">
            <span className="text-muted">At</span>
            <input
              type="date"
              aria-label="Prices of a day, in UTC"
              value={at.slice(0, 10)}
              onChange={(event) => setSearch({ at: event.target.value || undefined }, { replace: true })}
              className="bg-transparent outline-none"
            />
          </label>
          <SearchField
            label="Provider"
            placeholder="Provider"
            value={provider}
            onChange={(value) => setSearch({ provider: value || undefined }, { replace: true })}
          />
          <SearchField
            label="Search models"
            value={model}
            onChange={(value) => setSearch({ model: value || undefined }, { replace: true })}
          />
        </>
      }
    >
      <Loaded query={prices} lines={12}>
        {(data) => (
          <>
            <DataTable
              caption="Models and what they cost"
              rows={data.prices}
              columns={columns}
              rowKey={(row) => `${row.provider}\n${row.model}`}
              sort={sort}
              onSort={(next) => setSearch({ sort: next }, { replace: true })}
              onOpen={(row) =>
                void navigate({
                  to: "/prices",
                  search: (before) => ({
                    ...before,
                    tab: "explain",
                    provider: row.provider,
                    model: row.model,
                    sort: undefined,
                  }),
                })
              }
              exports={exportsOf("/api/v1/prices", query)}
              empty={
                <Empty title="No model of that name">
                  A call of it is stored and counted, and has no price. Set one under Overrides.
                </Empty>
              }
            />
            <p className="px-4 pb-3 text-xs text-muted">
              In force at {formatInstant(data.at, timeZone)}, without service tiers and contracts. Open a row
              to see where its price comes from.
            </p>
          </>
        )}
      </Loaded>
    </Card>
  );
}

import { useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { lazy, Suspense, useMemo } from "react";
import { useOverrides } from "@/api/prices";
import { LookOnly, useIsAdmin } from "@/features/session/admin";
import { exportsOf } from "@/lib/exports";
import { plural } from "@/lib/format";
import { useNow } from "@/lib/now";
import { useSetSearch, useView } from "@/lib/view";
import { Card } from "@/ui/card";
import { DataTable } from "@/ui/data-table/data-table";
import { Segments } from "@/ui/segments";
import { Empty, Loaded } from "@/ui/states";
import { overrideColumns } from "./override-columns";

const OverrideForm = lazy(() => import("./override-form"));
const OverrideDetail = lazy(() => import("./override-detail"));

/** What the tenant, or a contract of one of its customers, changes. */
export default function Overrides() {
  const { state = "used", sort = "-created", open } = useSearch({ from: "/prices" });
  const { tenantId, timeZone } = useView();
  const isAdmin = useIsAdmin();
  const now = useNow();
  const setSearch = useSetSearch();
  const overrides = useOverrides(tenantId);
  const rows = useMemo(
    () =>
      (overrides.data ?? []).filter(
        ({ retired_at }) => state === "all" || (state === "retired") === (retired_at != null),
      ),
    [overrides.data, state],
  );
  const columns = useMemo(() => overrideColumns(now, timeZone), [now, timeZone]);
  const opened = overrides.data?.find(({ id }) => id === open);
  const close = () => setSearch({ open: undefined });
  return (
    <>
      {!isAdmin && <LookOnly />}
      <Card
        title={overrides.data ? plural(rows.length, "override") : "Overrides"}
        actions={
          <>
            <Segments
              label="Which overrides"
              value={state}
              options={[
                ["used", "In use"],
                ["retired", "Retired"],
                ["all", "All"],
              ]}
              onChange={(value) => setSearch({ state: value === "used" ? undefined : value })}
            />
            {isAdmin && (
              <button type="button" className="primary" onClick={() => setSearch({ open: "new" })}>
                <Plus aria-hidden className="size-3.5" /> New override
              </button>
            )}
          </>
        }
      >
        <Loaded query={overrides}>
          {() => (
            <DataTable
              caption="Overrides"
              rows={rows}
              columns={columns}
              rowKey={({ id }) => id}
              sort={sort}
              onSort={(next) => setSearch({ sort: next }, { replace: true })}
              onOpen={({ id }) => setSearch({ open: id })}
              open={open}
              exports={
                state === "all" ? exportsOf("/api/v1/prices/overrides", { tenant_id: tenantId }) : undefined
              }
              empty={
                <Empty title={state === "retired" ? "Nothing was retired" : "No overrides"}>
                  An override sets prices, or multiplies them, for all customers or for one: a discount, a
                  mark-up, a contract, a model that the book does not know.
                </Empty>
              }
            />
          )}
        </Loaded>
      </Card>
      <Suspense>
        {open === "new" && isAdmin && <OverrideForm tenantId={tenantId} onClose={close} />}
        {opened && (
          <OverrideDetail override={opened} tenantId={tenantId} timeZone={timeZone} onClose={close} />
        )}
      </Suspense>
    </>
  );
}

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useAllCosts, useCosts } from "@/api/costs";
import { useCustomers } from "@/api/customers";
import { bucketsOf, chartOf } from "@/lib/buckets";
import { exportsOf } from "@/lib/exports";
import { plural } from "@/lib/format";
import type { Usd } from "@/lib/money";
import { useSetSearch, useView } from "@/lib/view";
import { Card, PageHead } from "@/ui/card";
import { DataTable } from "@/ui/data-table/data-table";
import { FilterChips } from "@/ui/filter-chips";
import { SearchField } from "@/ui/search-field";
import { Segments } from "@/ui/segments";
import { Empty, Loaded } from "@/ui/states";
import { customerColumns } from "./columns";
import { customerRows, matching, ofKind } from "./rows";
import { KINDS, type Kind } from "./search";

const KIND_NAMES: Record<Kind, string> = {
  all: "All",
  spiking: "Spiking",
  concentrated: "80% of spend",
  tail: "Long tail",
};
const NO_TRENDS = new Map<string | null | undefined, Usd[]>();
/** Trends are shown for the costliest, as many as one page of the API holds. */
const TRENDS = 100;
const PAGE = 10_000;

/** Who costs what. */
export function Customers() {
  const { kind = "all", q = "", sort = "-cost" } = useSearch({ from: "/customers/" });
  const { scope, filters, comparison, bucket, window } = useView();
  const setSearch = useSetSearch();
  const navigate = useNavigate();
  const query = { ...scope, ...filters, ...comparison, group_by: "customer" };
  const costs = useAllCosts(query);
  const notes = useCustomers(scope);
  const buckets = bucketsOf(window, bucket).length;
  const overTime = useCosts({
    ...scope,
    ...filters,
    group_by: `${bucket},customer`,
    top: Math.max(1, Math.min(TRENDS, Math.floor(PAGE / Math.max(buckets, 1)) - 1)),
    limit: PAGE,
  });

  const all = useMemo(
    () => (costs.data ? customerRows(costs.data, notes.data) : []),
    [costs.data, notes.data],
  );
  const total = costs.data?.total.cost_usd ?? "0";
  const rows = useMemo(() => matching(ofKind(all, kind, total), q), [all, kind, total, q]);
  const trends = useMemo(() => {
    if (!overTime.data) return NO_TRENDS;
    return new Map(
      chartOf(overTime.data, bucket, "customer").series.map(({ key, amounts }) => [key, amounts]),
    );
  }, [overTime.data, bucket]);
  const compared = comparison.compare_from !== undefined;
  const columns = useMemo(
    () => customerColumns({ rows, total, compared, trends }),
    [rows, total, compared, trends],
  );
  const narrowed = kind !== "all" || q !== "";

  return (
    <>
      <PageHead title="Customers" />
      <FilterChips />
      <Card
        title={costs.data ? plural(rows.length, "customer") : "Customers"}
        actions={
          <>
            <Segments
              label="Which customers"
              value={kind}
              options={KINDS.map((each) => [each, KIND_NAMES[each]] as const)}
              onChange={(value) => setSearch({ kind: value === "all" ? undefined : value })}
            />
            <SearchField
              label="Search customers"
              value={q}
              onChange={(value) => setSearch({ q: value || undefined }, { replace: true })}
            />
          </>
        }
      >
        <Loaded query={costs} lines={10}>
          {() => (
            <DataTable
              caption="Customers and their costs"
              rows={rows}
              columns={columns}
              rowKey={(row) => JSON.stringify(row.customer)}
              sort={sort}
              onSort={(next) => setSearch({ sort: next }, { replace: true })}
              onOpen={({ customer }) =>
                customer !== null && void navigate({ to: "/customers/$customer", params: { customer } })
              }
              totalLabel="Total"
              exports={narrowed ? undefined : exportsOf("/api/v1/costs", query)}
              empty={
                <Empty title={narrowed ? "No such customer in this window" : "No spend in this window"} />
              }
            />
          )}
        </Loaded>
      </Card>
    </>
  );
}

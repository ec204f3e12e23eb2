import { useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { lazy, Suspense, useMemo } from "react";
import { useRevisions } from "@/api/revision-list";
import { LookOnly, useIsAdmin } from "@/features/session/admin";
import { exportsOf } from "@/lib/exports";
import { plural } from "@/lib/format";
import { useSetSearch, useView } from "@/lib/view";
import { Card, PageHead } from "@/ui/card";
import { DataTable } from "@/ui/data-table/data-table";
import { Empty, Loaded } from "@/ui/states";
import { revisionColumns } from "./columns";

const RevisionForm = lazy(() => import("./revision-form"));
const RevisionDetail = lazy(() => import("./revision-detail"));

/** Changes of what was stored: what was done, why, by whom, and the way back. */
export function Corrections() {
  const { open } = useSearch({ from: "/corrections" });
  const { tenantId, timeZone } = useView();
  const isAdmin = useIsAdmin();
  const setSearch = useSetSearch();
  const revisions = useRevisions(tenantId);
  const rows = useMemo(() => revisions.data?.pages.flatMap((page) => page.revisions) ?? [], [revisions.data]);
  const columns = useMemo(() => revisionColumns(timeZone, tenantId), [timeZone, tenantId]);
  const opened = rows.find(({ id }) => id === open);
  const close = () => setSearch({ open: undefined });
  return (
    <>
      <PageHead title="Corrections">
        {isAdmin && (
          <button type="button" className="primary" onClick={() => setSearch({ open: "new" })}>
            <Plus aria-hidden className="size-3.5" /> New correction
          </button>
        )}
      </PageHead>
      {!isAdmin && <LookOnly />}
      <Card title={revisions.data ? plural(rows.length, "revision") : "Revisions"}>
        <Loaded query={revisions}>
          {() => (
            <DataTable
              caption="Revisions, the latest first"
              rows={rows}
              columns={columns}
              rowKey={({ id }) => id}
              onOpen={({ id }) => setSearch({ open: id })}
              open={open}
              exports={exportsOf("/api/v1/revisions", { tenant_id: tenantId })}
              empty={
                <Empty title="Nothing was corrected">
                  Calls can be priced again, made void or moved to another customer. Each change says what was
                  and what became, with your reason, and can be taken back.
                </Empty>
              }
            />
          )}
        </Loaded>
        {revisions.hasNextPage && (
          <button
            type="button"
            className="control m-4"
            disabled={revisions.isFetchingNextPage}
            onClick={() => void revisions.fetchNextPage()}
          >
            Show earlier ones
          </button>
        )}
      </Card>
      <Suspense>
        {open === "new" && isAdmin && <RevisionForm tenantId={tenantId} onClose={close} />}
        {opened && (
          <RevisionDetail
            key={opened.id}
            revision={opened}
            tenantId={tenantId}
            timeZone={timeZone}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}

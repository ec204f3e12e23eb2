import { useSearch } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import type { Schemas } from "@/api/client";
import { useImports, useRetireImport } from "@/api/price-imports";
import { useSession } from "@/api/session";
import { exportsOf } from "@/lib/exports";
import { plural } from "@/lib/format";
import { useSetSearch, useView } from "@/lib/view";
import { Card } from "@/ui/card";
import { DataTable } from "@/ui/data-table/data-table";
import { Empty, Loaded } from "@/ui/states";
import { importColumns } from "./import-columns";

const ImportPanel = lazy(() => import("./import-panel"));
const ReasonDialog = lazy(() => import("@/ui/reason-dialog"));

type Import = Schemas["ImportView"];

/** Price data of others, and the operator's own lists: versions that are made and retired. */
export default function Imports() {
  const { open, sort = "-created" } = useSearch({ from: "/prices" });
  const { tenantId, timeZone } = useView();
  const { may_import_prices: mayImport } = useSession();
  const setSearch = useSetSearch();
  const imports = useImports(tenantId);
  const retire = useRetireImport();
  const [retiring, setRetiring] = useState<Import | null>(null);
  const columns = useMemo(
    () => importColumns(timeZone, mayImport ? setRetiring : undefined),
    [timeZone, mayImport],
  );
  const close = () => {
    retire.reset();
    setRetiring(null);
  };
  return (
    <>
      {!mayImport && (
        <p className="rounded-lg bg-warn-soft px-3 py-2 text-[13px]">
          Price data holds for every tenant. Where keys are required it is the operator's to import, by{" "}
          <code className="font-mono">llmobserve prices import</code>.
        </p>
      )}
      {mayImport && open === "new" && (
        <Suspense>
          <ImportPanel onClose={() => setSearch({ open: undefined })} />
        </Suspense>
      )}
      <Card
        title={imports.data ? plural(imports.data.imports.length, "import") : "Imports"}
        actions={
          mayImport &&
          open !== "new" && (
            <button type="button" className="primary" onClick={() => setSearch({ open: "new" })}>
              <Upload aria-hidden className="size-3.5" /> Import a file
            </button>
          )
        }
      >
        <Loaded query={imports}>
          {(data) => (
            <DataTable
              caption="Imports of price data"
              rows={data.imports}
              columns={columns}
              rowKey={({ id }) => id}
              sort={sort}
              onSort={(next) => setSearch({ sort: next }, { replace: true })}
              exports={exportsOf("/api/v1/prices/imports", { tenant_id: tenantId })}
              empty={
                <Empty title="Nothing was imported">
                  The prices are those of the book that is compiled in. A newer book, LiteLLM's file or a list
                  of your own takes its place, or comes on top of it.
                </Empty>
              }
            />
          )}
        </Loaded>
      </Card>
      <Suspense>
        {retiring && (
          <ReasonDialog
            title={`Retire the import of ${retiring.source}`}
            action="Retire"
            pending={retire.isPending}
            error={retire.error}
            onConfirm={(reason) => retire.mutate({ id: retiring.id, reason }, { onSuccess: close })}
            onClose={close}
          >
            <p>
              Its prices count no longer, for no time at all, as if it had not been made. It stays listed, and
              calls that are stored keep the price that they got.
            </p>
          </ReasonDialog>
        )}
      </Suspense>
    </>
  );
}

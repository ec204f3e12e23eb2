import { Plus } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { type ApiKey, useKeys } from "@/api/keys";
import { useSession } from "@/api/session";
import { useIsAdmin } from "@/features/session/admin";
import { useNow } from "@/lib/now";
import { useView } from "@/lib/view";
import { Card } from "@/ui/card";
import { DataTable } from "@/ui/data-table/data-table";
import { Empty, Loaded } from "@/ui/states";
import { keyColumns } from "./key-columns";

const KeyForm = lazy(() => import("./key-form"));
const RevokeKey = lazy(() => import("./revoke-key"));

/** The tenant's API keys. What they are secret by is kept nowhere. */
export function Keys({ tenantId }: { tenantId: string | undefined }) {
  const { may_make_keys: mayMake, mode } = useSession();
  const { timeZone } = useView();
  const isAdmin = useIsAdmin();
  const keys = useKeys(tenantId, isAdmin);
  const now = useNow();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const columns = useMemo(
    () => keyColumns(timeZone, now, mayMake ? setRevoking : undefined),
    [timeZone, now, mayMake],
  );
  if (!isAdmin) return null;
  return (
    <Card
      title="API keys"
      actions={
        mayMake && (
          <button type="button" className="primary" onClick={() => setMaking(true)}>
            <Plus aria-hidden className="size-3.5" /> New key
          </button>
        )
      }
    >
      {!mayMake && mode === "open" && (
        <p className="px-4 pb-3 text-[13px] text-muted">
          In open mode nobody needs a key. Where keys are required they are made here, or with{" "}
          <code className="font-mono">llmobserve keys</code>.
        </p>
      )}
      <Loaded query={keys} lines={3}>
        {(data) => (
          <DataTable
            caption="API keys"
            rows={data.keys}
            columns={columns}
            rowKey={({ id }) => id}
            empty={<Empty title="No keys" />}
          />
        )}
      </Loaded>
      <Suspense>
        {making && <KeyForm tenantId={tenantId} onClose={() => setMaking(false)} />}
        {revoking && <RevokeKey apiKey={revoking} tenantId={tenantId} onClose={() => setRevoking(null)} />}
      </Suspense>
    </Card>
  );
}

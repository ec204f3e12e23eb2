import { useSession } from "@/api/session";
import { useSettings } from "@/api/settings";
import { LookOnly, useIsAdmin } from "@/features/session/admin";
import { isolated } from "@/lib/isolated";
import { useView } from "@/lib/view";
import { PageHead } from "@/ui/card";
import { Loaded } from "@/ui/states";
import { Keys } from "./keys";
import { OpenTelemetryForm } from "./opentelemetry-form";
import { RetentionForm } from "./retention-form";
import { TagsForm } from "./tags-form";

/** What a tenant decides for itself, and its keys. */
export function SettingsPage() {
  const { tenantId } = useView();
  const { tenant_id } = useSession();
  const isAdmin = useIsAdmin();
  const settings = useSettings(tenantId);
  return (
    <>
      <PageHead title={`Settings of ${isolated(tenantId ?? tenant_id ?? "the tenant")}`} />
      {!isAdmin && <LookOnly />}
      <Loaded query={settings}>
        {(data) => (
          <div className="grid gap-4 md:grid-cols-2">
            <TagsForm key={`tags of ${tenantId}`} tags={data.tag_dimensions} tenantId={tenantId} />
            <RetentionForm key={`retention of ${tenantId}`} retention={data.retention} tenantId={tenantId} />
            <OpenTelemetryForm key={`spans of ${tenantId}`} chosen={data.opentelemetry} tenantId={tenantId} />
          </div>
        )}
      </Loaded>
      <Keys tenantId={tenantId} />
    </>
  );
}

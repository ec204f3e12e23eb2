import { useState } from "react";
import { useMakeKey } from "@/api/keys";
import { useSession } from "@/api/session";
import { DEFAULT_TENANT, useView } from "@/lib/view";
import { PageHead } from "@/ui/card";
import { DemoData } from "./demo-data";
import { FirstEvent } from "./first-event";
import { MakeKey } from "./make-key";
import { SendEvent } from "./send-event";

/** From nothing to the first event. */
export function Setup() {
  const session = useSession();
  const { tenantId } = useView();
  const making = useMakeKey(tenantId);
  const [eventId] = useState(() => `first-${Date.now().toString(36)}`);
  const required = session.mode === "required";
  const target = {
    url: window.location.origin,
    key: required ? (making.data?.key ?? "llmo_sk_…") : null,
    tenantId: tenantId === DEFAULT_TENANT ? null : (tenantId ?? null),
    eventId,
  };
  return (
    <>
      <PageHead title="Set up" />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="space-y-4">
          {required && <MakeKey making={making} />}
          <SendEvent target={target} />
        </div>
        <div className="space-y-4 lg:sticky lg:top-20">
          {session.scopes.includes("runs:read") && <FirstEvent key={tenantId} />}
          {session.may_seed_demo && <DemoData key={tenantId} tenantId={tenantId} />}
        </div>
      </div>
    </>
  );
}

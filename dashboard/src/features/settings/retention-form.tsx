import { type FormEvent, useState } from "react";
import type { Schemas } from "@/api/client";
import { useChangeSettings } from "@/api/settings";
import { useIsAdmin } from "@/features/session/admin";
import { formatInstant } from "@/lib/time";
import { useView } from "@/lib/view";
import { Card } from "@/ui/card";
import { Fault, Field, textOf } from "@/ui/form";
import { ErrorState } from "@/ui/states";
import { daysOf } from "./values";

interface Props {
  retention: Schemas["RetentionView"];
  tenantId: string | undefined;
}

/** For how long single events are kept; totals are for ever. */
export function RetentionForm({ retention, tenantId }: Props) {
  const change = useChangeSettings(tenantId);
  const isAdmin = useIsAdmin();
  const { timeZone } = useView();
  const [fault, setFault] = useState("");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const events_days = daysOf(textOf(fields, "events_days"));
    const metadata_days = daysOf(textOf(fields, "metadata_days"));
    if (typeof events_days === "string") return setFault(events_days);
    if (typeof metadata_days === "string") return setFault(metadata_days);
    setFault("");
    change.mutate({ retention: { events_days, metadata_days } });
  };
  const since = (instant: string | null | undefined) =>
    instant ? `Kept from ${formatInstant(instant, timeZone)} on.` : "All are kept so far.";
  return (
    <Card title="Retention">
      <form onSubmit={submit} className="space-y-3 px-4 pb-4">
        <div className="grid grid-cols-2 gap-3">
          <Field
            label="Days of single events"
            name="events_days"
            inputMode="numeric"
            readOnly={!isAdmin}
            defaultValue={retention.events_days ?? ""}
            placeholder="for ever"
            hint={since(retention.events_from)}
          />
          <Field
            label="Days of their metadata"
            name="metadata_days"
            inputMode="numeric"
            readOnly={!isAdmin}
            defaultValue={retention.metadata_days ?? ""}
            placeholder="as long as they"
            hint={since(retention.metadata_from)}
          />
        </div>
        <p className="text-xs text-muted">
          Totals are kept for ever, to the nano-dollar. What is deleted cannot be brought back: single events,
          and what only they show.
        </p>
        {fault && <Fault>{fault}</Fault>}
        {change.error && <ErrorState error={change.error} />}
        {isAdmin && (
          <p className="flex items-center gap-3">
            <button type="submit" disabled={change.isPending} className="primary">
              Save retention
            </button>
            <span role="status" className="text-xs text-muted">
              {change.isSuccess && "Saved"}
            </span>
          </p>
        )}
      </form>
    </Card>
  );
}

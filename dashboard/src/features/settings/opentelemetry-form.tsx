import { useState } from "react";
import type { Schemas } from "@/api/client";
import { useChangeSettings } from "@/api/settings";
import { useIsAdmin } from "@/features/session/admin";
import { Card } from "@/ui/card";
import { ErrorState } from "@/ui/states";

interface Props {
  chosen: Schemas["OpenTelemetryView"];
  tenantId: string | undefined;
}

const CHOICES: { name: keyof Schemas["OpenTelemetryView"]; label: string; hint: string }[] = [
  {
    name: "user_is_customer",
    label: "Users are customers",
    hint: "A span that names no customer is of the customer that its user is.",
  },
  {
    name: "keep_content",
    label: "Keep content",
    hint: "What people wrote and models answered is kept with the metadata, and shown to who may read runs.",
  },
];

/** What is made of spans that OpenTelemetry sends: each choice is saved as it is made. */
export function OpenTelemetryForm({ chosen, tenantId }: Props) {
  const change = useChangeSettings(tenantId);
  const isAdmin = useIsAdmin();
  const [shown, setShown] = useState(chosen);
  const choose = (choice: Partial<typeof chosen>) => {
    setShown({ ...shown, ...choice });
    change.mutate({ opentelemetry: choice }, { onError: () => setShown(chosen) });
  };
  return (
    <Card title="OpenTelemetry">
      <div className="space-y-3 px-4 pb-4">
        {CHOICES.map(({ name, label, hint }) => (
          <label key={name} className="flex gap-2.5 text-[13px]">
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={shown[name]}
              disabled={!isAdmin}
              onChange={({ target }) => choose({ [name]: target.checked })}
            />
            <span>
              <span className="font-medium">{label}</span>
              <span className="block text-xs text-muted">{hint}</span>
            </span>
          </label>
        ))}
        {change.error && <ErrorState error={change.error} />}
      </div>
    </Card>
  );
}

import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useRetireOverride } from "@/api/prices";
import { useIsAdmin } from "@/features/session/admin";
import { isolated } from "@/lib/isolated";
import { useNow } from "@/lib/now";
import { formatInstant } from "@/lib/time";
import { Badge } from "@/ui/badge";
import { Dialog } from "@/ui/dialog";
import { Facts } from "@/ui/facts";
import ReasonDialog from "@/ui/reason-dialog";
import { TONES } from "./override-columns";
import { datesOf, hoursOf, type Override, stateOf, termsOf } from "./override-words";
import { inWords } from "./unit-price";

interface Props {
  override: Override;
  tenantId: string | undefined;
  timeZone: string;
  onClose: () => void;
}

/** All that is kept of an override, and the way to retire it. */
export default function OverrideDetail({ override, tenantId, timeZone, onClose }: Props) {
  const [retiring, setRetiring] = useState(false);
  const retire = useRetireOverride(tenantId);
  const isAdmin = useIsAdmin();
  const state = stateOf(override, useNow());
  const { id, provider, model, customer, service_tier } = override;
  if (retiring) {
    return (
      <ReasonDialog
        title={`Retire the override of ${isolated(provider)} / ${isolated(model)}`}
        action="Retire"
        pending={retire.isPending}
        error={retire.error}
        onConfirm={(reason) => retire.mutate({ id, reason }, { onSuccess: onClose })}
        onClose={onClose}
      >
        <p>
          {termsOf(override).join(", ")}. It counts no longer, for no time at all, and stays listed. Calls
          that are stored keep the price that they got; Corrections can price them again.
        </p>
      </ReasonDialog>
    );
  }
  return (
    <Dialog title={`Override of ${isolated(provider)} / ${isolated(model)}`} onClose={onClose}>
      <Facts
        facts={[
          [
            "State",
            <Badge key="state" tone={TONES[state]}>
              {state}
            </Badge>,
          ],
          [
            "Id",
            <code key="id" className="font-mono text-xs select-all">
              {id}
            </code>,
          ],
          ["For", customer ?? "every customer"],
          ["Service tier", service_tier ?? "every tier"],
          ["What it does", <Terms key="terms" override={override} />],
          ["When", datesOf(override)],
          ["Hours and days", hoursOf(override) ?? "all"],
          ["Made", `${formatInstant(override.created_at, timeZone)} by ${override.created_by}`],
          ["Reason", override.reason || "–"],
          ...retirementOf(override, timeZone),
        ]}
      />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Link
          to="/prices"
          search={(before) => ({
            ...before,
            tab: "explain" as const,
            provider: provider === "*" ? undefined : provider,
            model: model === "*" ? undefined : model,
            customer: customer ?? undefined,
            service_tier: service_tier ?? undefined,
            open: undefined,
            sort: undefined,
            state: undefined,
          })}
          className="control"
        >
          Explain the price
        </Link>
        {isAdmin && state !== "retired" && (
          <button type="button" className="control text-bad" onClick={() => setRetiring(true)}>
            Retire…
          </button>
        )}
      </div>
    </Dialog>
  );
}

function Terms({ override }: { override: Override }) {
  if (override.factor) return <span data-factor={override.factor}>{termsOf(override).join()}</span>;
  return Object.entries(override.unit_prices ?? {}).map(([kind, rate]) => (
    <span key={kind} data-unit-usd={rate.usd} data-per={rate.per} className="block">
      {kind} {inWords(rate)}
    </span>
  ));
}

function retirementOf({ retired_at, retired_by, retired_reason }: Override, timeZone: string) {
  if (!retired_at) return [];
  return [
    ["Retired", `${formatInstant(retired_at, timeZone)} by ${retired_by}`],
    ["Why", retired_reason || "–"],
  ] as const;
}

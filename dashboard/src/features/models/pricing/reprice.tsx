import { type FormEvent, useState } from "react";
import { type Preview, usePreview, useRevise } from "@/api/revisions";
import { count, plural } from "@/lib/format";
import { isolated } from "@/lib/isolated";
import { compare } from "@/lib/money";
import { addDays, formatInstant, start } from "@/lib/time";
import { useView } from "@/lib/view";
import { Money } from "@/ui/money";
import { ErrorState, Loaded } from "@/ui/states";
import { daysOf } from "./days";
import { EffectTable } from "./effect";
import { StepHead } from "./step-head";

interface Props {
  provider: string;
  model: string;
  onBegun: (revision: string) => void;
}

const FIELD = "mt-1 h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-[13px]";

/** Offers what is stored the prices that there are now: shows the effect first, then does it. */
export function Reprice({ provider, model, onBegun }: Props) {
  const { window, timeZone, tenantId } = useView();
  const [days, setDays] = useState(() => daysOf(window, timeZone));
  const [unpricedOnly, setUnpricedOnly] = useState(true);
  const [reason, setReason] = useState(`${provider}/${model} has a price now`);
  const change = {
    kind: "reprice" as const,
    since: new Date(start(days.first, timeZone)).toISOString(),
    until: new Date(start(addDays(days.last, 1), timeZone)).toISOString(),
    unpriced_only: unpricedOnly,
  };
  const preview = usePreview({ ...change, reason: "preview" }, tenantId);
  const revise = useRevise(tenantId);
  const changes = preview.data?.total.changed_events ?? 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    revise.mutate({ ...change, reason: reason.trim() }, { onSuccess: ({ id }) => onBegun(id) });
  };
  const day = (name: "first" | "last", label: string) => (
    <label className="text-xs text-muted">
      {label}
      <input
        type="date"
        required
        value={days[name]}
        onChange={(event) => event.target.value && setDays({ ...days, [name]: event.target.value })}
        className={FIELD}
      />
    </label>
  );
  return (
    <form onSubmit={submit} className="space-y-4">
      <StepHead>The price is set for calls to come. Re-price those that are stored?</StepHead>
      <div className="grid gap-3 sm:grid-cols-3">
        {day("first", "First day")}
        {day("last", "Last day")}
        <label className="flex items-end gap-2 pb-1.5 text-[13px]">
          <input
            type="checkbox"
            checked={unpricedOnly}
            onChange={(event) => setUnpricedOnly(event.target.checked)}
            className="size-4 accent-accent"
          />
          Only calls without a price
        </label>
      </div>
      <Loaded query={preview} lines={4}>
        {(effect) => <Effect effect={effect} />}
      </Loaded>
      <label className="block text-xs text-muted">
        Reason, kept with every event that changes
        <input
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className={FIELD}
        />
      </label>
      {revise.error && <ErrorState error={revise.error} />}
      <div className="flex justify-end">
        <button type="submit" className="primary" disabled={revise.isPending || changes === 0}>
          Re-price {plural(changes, "event")}
        </button>
      </div>
    </form>
  );
}

function Effect({ effect: { total, models, customers, examined_events, events_from } }: { effect: Preview }) {
  const { timeZone } = useView();
  if (total.changed_events === 0) {
    return (
      <p className="rounded-lg bg-sunken px-3 py-2 text-[13px]">
        {plural(examined_events, "event")} looked at: nothing would change.
      </p>
    );
  }
  return (
    <div className="space-y-3">
      <p className="text-[13px]">
        <strong className="font-semibold">{count(total.changed_events)}</strong> of{" "}
        {plural(examined_events, "event")} would change:{" "}
        <Money usd={total.cost_change_usd} signed className="font-semibold" />.
        {events_from && ` Events before ${formatInstant(events_from, timeZone)} are no longer kept.`}
      </p>
      <EffectTable
        of="model"
        rows={models.map((effect) => ({
          name: `${isolated(effect.provider)}/${isolated(effect.model ?? "no model")}`,
          effect,
        }))}
      />
      <EffectTable
        of="customer"
        rows={customers
          .toSorted((a, b) => compare(b.cost_change_usd, a.cost_change_usd))
          .map((effect) => ({ name: effect.customer ?? "No customer", effect }))}
      />
    </div>
  );
}

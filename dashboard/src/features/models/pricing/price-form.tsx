import { type FormEvent, useState } from "react";
import { useExplanation, useKnownPrice, useSetPrice, useUnpriced } from "@/api/unpriced";
import { percent } from "@/lib/format";
import { useView } from "@/lib/view";
import { ErrorState } from "@/ui/states";
import { type Rate, ratesOf, unitPricesOf, usualRates } from "./rates";
import { RatesFields } from "./rates-fields";

interface Props {
  provider: string;
  model: string;
  /** There is a price: what is stored may get it. */
  onPriced: () => void;
}

const FIELD = "mt-1 h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-[13px]";

/** Asks for the prices of a model. */
export function PriceForm({ provider, model, onPriced }: Props) {
  const { tenantId } = useView();
  const setPrice = useSetPrice(tenantId);
  const [rates, setRates] = useState<Rate[]>(usualRates);
  const [fault, setFault] = useState("");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => String(fields.get(name) ?? "").trim() || null;
    const prices = unitPricesOf(rates);
    if (typeof prices === "string") return setFault(prices);
    setFault("");
    setPrice.mutate(
      { provider, model, unit_prices: prices, from: text("from"), reason: text("reason") },
      { onSuccess: onPriced },
    );
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <Known provider={provider} model={model} onContinue={onPriced} />
      <RatesFields rates={rates} onChange={setRates} />
      <Nearest provider={provider} model={model} onRates={setRates} />
      <div className="grid gap-3 sm:grid-cols-2">
        <label className="text-xs text-muted">
          Holds from (a day in UTC; empty: always)
          <input type="date" name="from" className={FIELD} />
        </label>
        <label className="text-xs text-muted">
          Reason, kept with the price
          <input name="reason" placeholder="Where the figures come from" className={FIELD} />
        </label>
      </div>
      <p className="text-xs text-muted">
        Calls that arrive from now on get it. What is stored keeps its price until it is re-priced, which is
        the next step.
      </p>
      {fault && (
        <p role="alert" className="text-[13px] text-bad">
          {fault}
        </p>
      )}
      {setPrice.error && <ErrorState error={setPrice.error} />}
      <div className="flex justify-end">
        <button type="submit" disabled={setPrice.isPending} className="primary">
          Set the price
        </button>
      </div>
    </form>
  );
}

/** Whether there is a price already: then only what is stored lacks it. */
function Known({ provider, model, onContinue }: Omit<Props, "onPriced"> & { onContinue: () => void }) {
  const { tenantId } = useView();
  const explained = useExplanation({ provider, model, tenant_id: tenantId });
  if (!explained.data?.price_id) return null;
  return (
    <div
      role="note"
      className="flex flex-wrap items-center gap-3 rounded-lg bg-accent-soft px-3 py-2 text-[13px]"
    >
      <p className="min-w-0 flex-1">
        It has a price by now: {explained.data.how}. Calls that came before it may still be without.
      </p>
      <button type="button" className="control" onClick={onContinue}>
        Go on to re-pricing
      </button>
    </div>
  );
}

/** Names that are like it, whose prices may be a start. */
function Nearest({
  provider,
  model,
  onRates,
}: Omit<Props, "onPriced"> & { onRates: (rates: Rate[]) => void }) {
  const { scope, tenantId } = useView();
  const unpriced = useUnpriced({ ...scope, limit: 1000 });
  const known = useKnownPrice(tenantId);
  const self = unpriced.data?.models.find((each) => each.provider === provider && each.model === model);
  if (!self?.nearest.length) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
      <span>Begin with the prices of</span>
      {self.nearest.map((near) => (
        <button
          key={`${near.provider}/${near.model}`}
          type="button"
          className="control h-7 px-2 text-xs"
          title={`${percent(near.likeness / 1000)} alike`}
          onClick={() =>
            known.mutate(near, { onSuccess: (price) => price && onRates(ratesOf(price.unit_prices)) })
          }
        >
          {near.provider}/{near.model}
        </button>
      ))}
      {known.isSuccess && !known.data && <span role="status">That name has no price of its own.</span>}
      {known.error && <ErrorState error={known.error} />}
    </div>
  );
}

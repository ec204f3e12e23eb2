import { useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useMakeOverride } from "@/api/prices";
import { Dialog } from "@/ui/dialog";
import { Fault, Field, textOf } from "@/ui/form";
import { Segments } from "@/ui/segments";
import { ErrorState } from "@/ui/states";
import { dailyOf, type PriceLine, unitPricesOf } from "./override-draft";
import { PriceLines } from "./price-lines";
import { factorInWords } from "./unit-price";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

interface Props {
  tenantId: string | undefined;
  onClose: () => void;
}

/** Sets prices or a mark-up for calls to come. */
export default function OverrideForm({ tenantId, onClose }: Props) {
  const { provider, model, customer } = useSearch({ from: "/prices" });
  const make = useMakeOverride(tenantId);
  const [does, setDoes] = useState<"prices" | "factor">("prices");
  const [lines, setLines] = useState<PriceLine[]>([{ id: 0, kind: "input", price: "", per: "1000000" }]);
  const [factor, setFactor] = useState("");
  const [fault, setFault] = useState("");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setFault("");
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => textOf(fields, name);
    const unitPrices = does === "prices" ? unitPricesOf(lines) : null;
    const daily = dailyOf(text("daily_from"), text("daily_to"));
    if (typeof unitPrices === "string") return setFault(unitPrices);
    if (typeof daily === "string") return setFault(daily);
    const days = fields.getAll("days").map(Number);
    make.mutate(
      {
        provider: text("provider") ?? "",
        model: text("model") ?? "",
        customer: text("customer"),
        service_tier: text("service_tier"),
        reason: text("reason"),
        from: text("from"),
        to: text("to"),
        days: days.length > 0 ? days : null,
        daily,
        ...(unitPrices ? { unit_prices: unitPrices } : { factor: factor.trim() }),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog title="New override" onClose={onClose} wide>
      <form onSubmit={submit} className="space-y-4">
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Field label="Provider" name="provider" required defaultValue={provider} placeholder="openai" />
          <Field label="Model" name="model" required defaultValue={model} placeholder="gpt-4o, or *" />
          <Field label="Customer" name="customer" defaultValue={customer} placeholder="every customer" />
          <Field label="Service tier" name="service_tier" placeholder="every tier" />
        </div>
        <Segments
          label="What it does"
          value={does}
          options={[
            ["prices", "Set prices"],
            ["factor", "Multiply prices"],
          ]}
          onChange={setDoes}
        />
        {does === "prices" ? (
          <PriceLines lines={lines} onChange={setLines} />
        ) : (
          <Field
            label="Factor"
            required
            inputMode="decimal"
            placeholder="0.9"
            value={factor}
            onChange={({ target }) => setFactor(target.value)}
            hint={`Of every price that the layers below give: ${factorInWords(factor) ?? "0.9 takes ten per cent off, 1.2 adds twenty"}.`}
          />
        )}
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Field label="From (UTC day)" name="from" type="date" />
          <Field label="Up to (UTC day)" name="to" type="date" />
          <Field label="Daily from (UTC)" name="daily_from" type="time" />
          <Field label="Daily up to (UTC)" name="daily_to" type="time" />
        </div>
        <fieldset className="flex flex-wrap gap-x-4 gap-y-1.5 text-[13px]">
          <legend className="mb-1 font-medium">Weekdays, in UTC; none is every day</legend>
          {DAYS.map((day, index) => (
            <label key={day} className="flex items-center gap-1.5">
              <input type="checkbox" name="days" value={index + 1} className="accent-accent" />
              {day}
            </label>
          ))}
        </fieldset>
        <Field
          label="Reason"
          name="reason"
          placeholder="contract 17"
          hint="Kept with it, with who made it."
        />
        {fault && <Fault>{fault}</Fault>}
        {make.error && <ErrorState error={make.error} />}
        <div className="flex flex-wrap items-center justify-end gap-2">
          <p className="mr-auto text-xs text-muted">Calls to come get it. What is stored keeps its price.</p>
          <button type="button" className="control" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" disabled={make.isPending} className="primary">
            Make it
          </button>
        </div>
      </form>
    </Dialog>
  );
}

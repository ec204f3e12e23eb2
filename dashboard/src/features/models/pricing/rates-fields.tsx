import { Plus } from "lucide-react";
import { count } from "@/lib/format";
import { anotherRate, KINDS, PER, type Rate } from "./rates";

interface Props {
  rates: Rate[];
  onChange: (rates: Rate[]) => void;
}

const FIELD = "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-[13px]";

/** A line for each kind of usage: its price and the units that it is for. */
export function RatesFields({ rates, onChange }: Props) {
  const set = (id: number, part: Partial<Rate>) =>
    onChange(rates.map((rate) => (rate.id === id ? { ...rate, ...part } : rate)));
  return (
    <fieldset>
      <legend className="mb-1.5 text-[13px] font-medium">Prices in USD; an empty one says nothing</legend>
      <datalist id="kinds">
        {KINDS.map((kind) => (
          <option key={kind} value={kind} />
        ))}
      </datalist>
      <div className="space-y-1.5">
        {rates.map((rate) => (
          <div
            key={rate.id}
            className="grid grid-cols-[6.5rem_1fr_7.5rem] sm:grid-cols-[1fr_1fr_8rem] items-center gap-2"
          >
            {rate.typed ? (
              <input
                aria-label="Kind of usage"
                list="kinds"
                value={rate.kind}
                placeholder="Kind of usage"
                onChange={(event) => set(rate.id, { kind: event.target.value.trim() })}
                className={`${FIELD} font-mono`}
              />
            ) : (
              <code className="truncate font-mono text-[13px]">{rate.kind}</code>
            )}
            <input
              aria-label={`Price of ${rate.kind || "the kind"} in USD`}
              inputMode="decimal"
              autoComplete="off"
              value={rate.usd}
              onChange={(event) => set(rate.id, { usd: event.target.value })}
              className={`${FIELD} figures`}
            />
            <select
              aria-label={`Units of ${rate.kind || "the kind"}`}
              value={rate.per}
              onChange={(event) => set(rate.id, { per: Number(event.target.value) })}
              className={FIELD}
            >
              {[...new Set([...PER, rate.per])].map((per) => (
                <option key={per} value={per}>
                  {per === 1 ? "each" : per === PER[0] ? "per million" : `per ${count(per)}`}
                </option>
              ))}
            </select>
            {rate.above?.map(({ tokens, usd }) => (
              <p key={tokens} className="col-span-3 text-xs text-muted">
                ${usd} for prompts above {count(tokens)} tokens
              </p>
            ))}
          </div>
        ))}
      </div>
      <button
        type="button"
        className="control mt-2 h-7 px-2 text-xs"
        onClick={() => onChange([...rates, anotherRate(rates)])}
      >
        <Plus aria-hidden className="size-3" /> Another kind
      </button>
    </fieldset>
  );
}

import type { Rates } from "@/api/prices";
import { count } from "@/lib/format";
import { useSetSearch } from "@/lib/view";
import { Card } from "@/ui/card";
import { Field } from "@/ui/form";
import { Money } from "@/ui/money";
import { callCost, type Line, type Usage, usageText } from "./call-cost";
import { byKind } from "./layers";
import { formatUnit } from "./unit-price";

const USUAL = ["input", "cache_read", "output", "reasoning"];
const CELL = "h-9 border-b px-4 whitespace-nowrap";

/** What a call of this usage costs, line by line. */
export function CallCard({ rates, usage }: { rates: Rates; usage: Usage }) {
  const setSearch = useSetSearch();
  const kinds = [...new Set([...USUAL, ...Object.keys(rates), ...Object.keys(usage)])].sort(byKind);
  const { lines, total, unpriced } = callCost(rates, usage);
  const change = (kind: string, units: number) =>
    setSearch({ usage: usageText({ ...usage, [kind]: units }) }, { replace: true });
  return (
    <Card title="What your call costs">
      <div className="grid gap-x-6 gap-y-4 px-4 pb-4 lg:grid-cols-[minmax(18rem,2fr)_3fr]">
        <fieldset className="grid grid-cols-2 content-start gap-3 sm:grid-cols-3 lg:grid-cols-2">
          <legend className="mb-2 text-xs text-muted">
            Units of each kind. They are disjoint: <code className="font-mono">input</code> was not cached,{" "}
            <code className="font-mono">output</code> has no reasoning in it.
          </legend>
          {kinds.map((kind) => (
            <Field
              key={kind}
              label={kind}
              type="number"
              min={0}
              step={1}
              value={usage[kind] ?? ""}
              placeholder="0"
              onChange={({ target }) => change(kind, Math.floor(target.valueAsNumber || 0))}
            />
          ))}
        </fieldset>
        <div className="min-w-0">
          <Lines lines={lines} />
          <p className="flex items-baseline justify-between px-4 py-3">
            <span className="text-[13px] text-muted">
              {unpriced ? "A kind has no price: the call is unpriced, this is the rest" : "The call"}
            </span>
            <span data-call-cost className="text-xl font-semibold">
              <Money usd={total} />
            </span>
          </p>
          <p className="px-4 text-xs text-muted">
            Each line is rounded once, to a billionth of a dollar. Providers that bill a minimum may bill
            more.
          </p>
        </div>
      </div>
    </Card>
  );
}

function Lines({ lines }: { lines: Line[] }) {
  return (
    <section
      aria-label="Lines of the call"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="w-full border-separate border-spacing-0 text-[13px]">
        <caption className="sr-only">Lines of the call</caption>
        <thead>
          <tr className="text-xs text-muted">
            {["Kind", "Units", "Unit price", "Cost"].map((head, index) => (
              <th
                key={head}
                scope="col"
                className={`border-b px-4 py-2 font-medium ${index ? "text-right" : "text-left"}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.kind}>
              <td className={CELL}>
                {line.kind}
                <span className="ml-2 text-xs text-muted">
                  {line.implied && "billed for each call"}
                  {line.payer && line.payer !== line.kind && `at the price of ${line.payer}`}
                </span>
              </td>
              <td className={`${CELL} figures`}>{count(line.count)}</td>
              <td className={`${CELL} figures text-muted`}>
                {line.usd === null ? "no price" : `${formatUnit(line.usd)} / ${count(line.per)}`}
              </td>
              <td className={`${CELL} figures`}>
                <Money usd={line.cost} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

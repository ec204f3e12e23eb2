import type { UseQueryResult } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { compact, count, percent } from "@/lib/format";
import { divide, ratio } from "@/lib/money";
import { Figure, Stat } from "@/ui/stat";
import { Loaded } from "@/ui/states";

type Costs = UseQueryResult<Schemas["CostsView"]>;

/** A customer's cost, its share, its calls and what one costs. */
export function CustomerStats({ own, all }: { own: Costs; all: Costs }) {
  return (
    <Loaded query={own} lines={3}>
      {({ total, compared }) => (
        <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
          <Stat
            label="Cost"
            usd={total.cost_usd}
            unpriced={total.unpriced_calls}
            change={
              compared
                ? { usd: compared.cost_change_usd, ratio: compared.cost_change_ratio, against: "vs before" }
                : undefined
            }
          />
          <Figure
            label="Share of all spend"
            value={all.data ? percent(ratio(total.cost_usd, all.data.total.cost_usd)) : "–"}
          >
            of every customer's
          </Figure>
          <Figure label="Calls" value={count(total.calls)}>
            {compact(total.input_tokens)} tokens in, {compact(total.output_tokens)} out
          </Figure>
          <Stat
            label="Cost per call"
            usd={divide(total.cost_usd, total.calls) ?? "0"}
            unpriced={total.unpriced_calls}
          >
            {count(total.errors)} failed
          </Stat>
        </div>
      )}
    </Loaded>
  );
}

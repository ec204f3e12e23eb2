import type { Schemas } from "@/api/client";
import { nameOf } from "@/lib/buckets";
import type { Usd } from "@/lib/money";
import type { Dimension } from "@/lib/search";

export interface Sums {
  cost: Usd;
  calls: number;
  unpriced: number;
  /** `undefined` where nothing is compared. */
  previous: Usd | undefined;
  change: Usd | undefined;
  changeRatio: number | null | undefined;
}

export interface Row extends Sums {
  id: string;
  /** The value of the dimension; `null` for calls without one; `undefined` for all beyond the top. */
  key: string | null | undefined;
  label: string;
}

export interface BreakdownRows {
  rows: Row[];
  total: Sums;
}

/** The rows of an answer, with what is beyond the top as the last one: they add up to the total. */
export function breakdownOf(costs: Schemas["CostsView"], by: Dimension): BreakdownRows {
  const rows: Row[] = costs.groups.map((group) => {
    const key = group[by] ?? null;
    return { id: JSON.stringify(key), key, label: nameOf(key, by), ...sumsOf(group, group) };
  });
  for (const rest of costs.rest ?? []) {
    rows.push({ id: "rest", key: undefined, label: `${rest.groups} others`, ...sumsOf(rest, rest) });
  }
  return { rows, total: sumsOf(costs.total, costs.compared ?? {}) };
}

function sumsOf(totals: Schemas["TotalsView"], change: Partial<Schemas["ChangeView"]>): Sums {
  return {
    cost: totals.cost_usd,
    calls: totals.calls,
    unpriced: totals.unpriced_calls,
    previous: change.previous_cost_usd,
    change: change.cost_change_usd,
    changeRatio: change.cost_change_ratio,
  };
}

import type { Schemas } from "@/api/client";
import { nameOf } from "@/lib/buckets";
import { add, nano, subtract, type Usd, ZERO } from "@/lib/money";
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

/** The rows of an answer less those left out, and a total that is the API's less theirs: the rows add up to it. */
export function breakdownOf(costs: Schemas["CostsView"], by: Dimension, without: string[]): BreakdownRows {
  const all: Row[] = costs.groups.map((group) => {
    const key = group[by] ?? null;
    return { id: JSON.stringify(key), key, label: nameOf(key, by), ...sumsOf(group, group) };
  });
  const out = all.filter(({ key }) => without.includes(key ?? ""));
  const rows = all.filter((row) => !out.includes(row));
  for (const rest of costs.rest ?? []) {
    rows.push({ id: "rest", key: undefined, label: `${rest.groups} others`, ...sumsOf(rest, rest) });
  }
  return { rows, total: less(sumsOf(costs.total, costs.compared ?? {}), out) };
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

function less(total: Sums, out: Sums[]): Sums {
  if (out.length === 0) return total;
  const cost = subtract(total.cost, add(...out.map((row) => row.cost)));
  const previous = total.previous && subtract(total.previous, add(...out.map((row) => row.previous ?? ZERO)));
  const change = previous && subtract(cost, previous);
  return {
    cost,
    calls: out.reduce((sum, row) => sum - row.calls, total.calls),
    unpriced: out.reduce((sum, row) => sum - row.unpriced, total.unpriced),
    previous,
    change,
    changeRatio: previous && change && (nano(previous) === 0n ? null : Number(change) / Number(previous)),
  };
}

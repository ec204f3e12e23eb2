import type { Schemas } from "@/api/client";
import { compare, nano, ratio, sum, type Usd, ZERO } from "@/lib/money";
import type { Kind } from "./search";

export interface CustomerRow {
  /** `null`: calls that name none. */
  customer: string | null;
  name: string | null;
  plan: string | null;
  cost: Usd;
  calls: number;
  /** Those of its calls that have no price. */
  unpriced: number;
  share: number;
  previous: Usd | undefined;
  change: Usd | undefined;
  changeRatio: number | null | undefined;
}

/** What most of the spend means: a Pareto rule. */
const MOST = 0.8;
const SPIKE = 0.5;
/** A rise below this share of all spend is noise. */
const NOTABLE = 0.01;

/** Customers with their costs and what is noted about them, the costliest first. */
export function customerRows(
  costs: Schemas["CostsView"],
  notes: Schemas["CustomerView"][] = [],
): CustomerRow[] {
  const noted = new Map(notes.map((note) => [note.customer, note]));
  return costs.groups.map((group) => {
    const customer = group.customer ?? null;
    const note = customer === null ? undefined : noted.get(customer);
    return {
      customer,
      name: note?.name ?? null,
      plan: note?.plan ?? null,
      cost: group.cost_usd,
      calls: group.calls,
      unpriced: group.unpriced_calls,
      share: ratio(group.cost_usd, costs.total.cost_usd),
      previous: group.previous_cost_usd,
      change: group.cost_change_usd,
      changeRatio: group.cost_change_ratio,
    };
  });
}

/** Spiking: half as much again, and notably. Concentrated: the fewest that most spend comes from. Tail: all others. */
export function ofKind(rows: CustomerRow[], kind: Kind, total: Usd): CustomerRow[] {
  if (kind === "all") return rows;
  if (kind === "spiking") return rows.filter((row) => isSpiking(row, total));
  const border = concentration(rows, total);
  return kind === "concentrated" ? rows.slice(0, border) : rows.slice(border);
}

function isSpiking({ change, changeRatio }: CustomerRow, total: Usd): boolean {
  if (change === undefined || compare(change, ZERO) <= 0) return false;
  return (changeRatio ?? Number.POSITIVE_INFINITY) >= SPIKE && ratio(change, total) >= NOTABLE;
}

/** How many of the costliest make up most of a total. */
export function concentration(rows: CustomerRow[], total: Usd): number {
  const enough = (nano(total) * BigInt(MOST * 100)) / 100n;
  let reached = 0n;
  const at = rows.findIndex((row) => {
    reached += nano(row.cost);
    return reached >= enough;
  });
  return at + 1;
}

/** Rows whose id, name or plan has the text. */
export function matching(rows: CustomerRow[], text: string): CustomerRow[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return rows;
  return rows.filter(({ customer, name, plan }) =>
    [customer, name, plan].some((value) => value?.toLowerCase().includes(wanted)),
  );
}

export function sumOf(rows: CustomerRow[]) {
  return {
    cost: sum(rows.map((row) => row.cost)),
    previous: sum(rows.map((row) => row.previous ?? ZERO)),
    calls: rows.reduce((all, row) => all + row.calls, 0),
    unpriced: rows.reduce((all, row) => all + row.unpriced, 0),
  };
}

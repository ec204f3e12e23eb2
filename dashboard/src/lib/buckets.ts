/** Costs by time as the bars of a chart: every hour or day of the window, with and without spend. */
import type { Schemas } from "@/api/client";
import { add, compare, type Usd, ZERO } from "./money";
import { type Dimension, isTag, tagName } from "./search";
import { addDays } from "./time";

type Costs = Schemas["CostsView"];
type Group = Schemas["GroupView"];

export interface Series {
  /** The value of the dimension; `null` for calls without one; `undefined` for all beyond the top. */
  key: string | null | undefined;
  label: string;
  total: Usd;
  /** One amount for each bucket. */
  amounts: Usd[];
}

export interface Chart {
  /** First days, or first instants of hours, in order. */
  buckets: string[];
  series: Series[];
}

const HOUR = 3_600_000;

/** The chart of an answer grouped by time and, where `by` is given, by a dimension. The costliest series comes first. */
export function chartOf(costs: Costs, bucket: "hour" | "day", by?: Dimension): Chart {
  const buckets = bucketsOf(costs.window, bucket);
  const at = new Map(buckets.map((name, index) => [identity(name, bucket), index]));
  const series = new Map<string, Series>();
  const place = (group: Group, key: Series["key"], label: string) => {
    const id = key === undefined ? "rest" : JSON.stringify(key);
    const found = series.get(id) ?? { key, label, total: ZERO, amounts: buckets.map(() => ZERO) };
    const index = at.get(identity(group[bucket] ?? "", bucket));
    if (index === undefined) return;
    found.amounts[index] = add(found.amounts[index] ?? ZERO, group.cost_usd);
    found.total = add(found.total, group.cost_usd);
    series.set(id, found);
  };
  for (const group of costs.groups) {
    const key = by ? (group[by] ?? null) : null;
    place(group, key, by ? nameOf(key, by) : "All");
  }
  for (const rest of costs.rest ?? []) place(rest, undefined, "Others");
  return { buckets, series: [...series.values()].sort(costliestFirst) };
}

/** What a value of a dimension is called; no value has words of its own. */
export function nameOf(key: string | null | undefined, by: Dimension): string {
  return key || `No ${isTag(by) ? tagName(by) : by.replace("_", " ")}`;
}

function costliestFirst(a: Series, b: Series): number {
  if ((a.key === undefined) !== (b.key === undefined)) return a.key === undefined ? 1 : -1;
  return compare(b.total, a.total);
}

/** All hours or days that a window touches. */
export function bucketsOf(window: { from: string; to: string }, bucket: "hour" | "day"): string[] {
  return bucket === "day" ? daysOf(window) : hoursOf(window);
}

function daysOf({ from, to }: { from: string; to: string }): string[] {
  const days: string[] = [];
  const beforeMidnight = to.slice(11, 19) !== "00:00:00";
  const end = beforeMidnight ? addDays(to.slice(0, 10), 1) : to.slice(0, 10);
  for (let day = from.slice(0, 10); day < end; day = addDays(day, 1)) days.push(day);
  return days;
}

function hoursOf({ from, to }: { from: string; to: string }): string[] {
  const pastHour = Date.parse(`1970-01-01T00:${from.slice(14, 19)}Z`);
  const hours: string[] = [];
  for (let at = Date.parse(from) - pastHour; at < Date.parse(to); at += HOUR)
    hours.push(new Date(at).toISOString());
  return hours;
}

/** Hours are named with the zone's offset: they are the same where the instant is. */
function identity(name: string, bucket: "hour" | "day"): string | number {
  return bucket === "day" ? name : Date.parse(name);
}

/** The window of the buckets from one to another, both included: for zooming in. */
export function windowOf(
  chart: Chart,
  first: number,
  last: number,
): { from: string; to: string } | undefined {
  const [from, to] = [chart.buckets[Math.min(first, last)], chart.buckets[Math.max(first, last)]];
  if (!from || !to) return undefined;
  return from.length === 10
    ? { from, to: addDays(to, 1) }
    : { from, to: new Date(Date.parse(to) + HOUR).toISOString() };
}

/** What an override says, in words. */
import type { Schemas } from "@/api/client";
import { factorInWords, inShort } from "./unit-price";

export type Override = Schemas["OverrideView"];
export type OverrideState = "in force" | "later" | "ended" | "retired";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Whether it counts at an instant; its hours and weekdays left aside. */
export function stateOf(override: Override, now: number): OverrideState {
  if (override.retired_at) return "retired";
  if (override.from && Date.parse(override.from) > now) return "later";
  if (override.to && Date.parse(override.to) <= now) return "ended";
  return "in force";
}

/** `× 0.9 (10% less)`, or each price that it sets. */
export function termsOf({ factor, unit_prices }: Override): string[] {
  if (factor) return [`× ${factor} (${factorInWords(factor)})`];
  return Object.entries(unit_prices ?? {}).map(([kind, rate]) => `${kind} ${inShort(rate)}`);
}

/** Its dates: UTC days, with the time where it is not midnight. */
export function datesOf({ from, to }: Pick<Override, "from" | "to">): string {
  if (!from && !to) return "always";
  if (!to) return `from ${instantText(from)}`;
  return from ? `${instantText(from)} up to ${instantText(to)}` : `up to ${instantText(to)}`;
}

function instantText(instant: string | null | undefined): string {
  return (instant ?? "").replace(/T00:00:00(\.0+)?Z$/, "").replace("T", " ");
}

/** `16:30–00:30, Mon Tue`; `null` where it holds all day. */
export function hoursOf({ daily, days }: Pick<Override, "daily" | "days">): string | null {
  const parts = [daily?.join("–"), days?.map((day) => DAYS[day - 1]).join(" ")].filter(Boolean);
  return parts.length > 0 ? `${parts.join(", ")} UTC` : null;
}

import { monthName, monthOf } from "./months";
import { addDays, formatBucket, formatInstant, type Window } from "./time";

/** A window in words: a month, days where it has days, else instants. */
export function windowName(window: Window, timeZone: string): string {
  const { from, to } = window;
  const month = monthOf(window);
  if (month) return monthName(month);
  if (from.length > 10 || to.length > 10)
    return `${formatInstant(from, timeZone)} – ${formatInstant(to, timeZone)}`;
  const last = addDays(to, -1);
  return from === last
    ? formatBucket(from, timeZone)
    : `${formatBucket(from, timeZone)} – ${formatBucket(last, timeZone)}`;
}

/** What is compared with, after "against": days that were chosen by name, else the window before. */
export function comparisonName(comparison: { compare_from?: string; compare_to?: string }, timeZone: string) {
  const { compare_from: from = "", compare_to: to = "" } = comparison;
  const chosen = from.length === 10 && to.length === 10;
  return chosen ? windowName({ from, to }, timeZone) : "the window before";
}

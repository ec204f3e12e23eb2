/** Civil months, as `2026-11`. */
import { addDays, civilDay, type Window } from "./time";

/** The month that runs in a zone, and those before it. */
export function monthsUntil(now: Date, timeZone: string, count: number): string[] {
  const months = [civilDay(now, timeZone).slice(0, 7)];
  while (months.length < count) months.push(monthBefore(months.at(-1) ?? ""));
  return months;
}

export function monthBefore(month: string): string {
  return addDays(`${month}-01`, -1).slice(0, 7);
}

/** All days of a month: a month has at most 31, and the next one at least 28. */
export function monthWindow(month: string): Window {
  return { from: `${month}-01`, to: `${addDays(`${month}-01`, 31).slice(0, 7)}-01` };
}

/** The month whose days are the window's, where there is one. */
export function monthOf({ from, to }: Partial<Window>): string | undefined {
  const month = from?.slice(0, 7);
  if (!month || from !== `${month}-01`) return undefined;
  return monthWindow(month).to === to ? month : undefined;
}

/** `November 2026` */
export function monthName(month: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" }).format(
    new Date(`${month}-01`),
  );
}

/** What the URL says of one month against another. */
export function monthsSearch(month: string, against: string) {
  const [{ from, to }, before] = [monthWindow(month), monthWindow(against)];
  return {
    range: undefined,
    from,
    to,
    compare: undefined,
    compare_from: before.from,
    compare_to: before.to,
  };
}

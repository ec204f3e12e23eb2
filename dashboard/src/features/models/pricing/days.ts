import { addDays, civilDay, type Window } from "@/lib/time";

/** The first and the last civil day that a window touches. */
export function daysOf({ from, to }: Window, timeZone: string): { first: string; last: string } {
  const isDay = (text: string) => text.length === 10;
  return {
    first: isDay(from) ? from : civilDay(new Date(from), timeZone),
    last: isDay(to) ? addDays(to, -1) : civilDay(new Date(Date.parse(to) - 1), timeZone),
  };
}

/** A correction as it is typed, and as the API takes it. */
import type { NewRevision } from "@/api/revisions";
import { start } from "@/lib/time";

export const KINDS = [
  ["reprice", "Price again"],
  ["void", "Make void"],
  ["reassign", "Move to a customer"],
] as const;
export type Kind = (typeof KINDS)[number][0];

/** What was typed; a name that is absent was not asked for. */
export type Typed = (name: string) => string | null;

/** The change that is asked for, or what is missing of it. Days are those of a time zone. */
export function revisionOf(kind: Kind, typed: Typed, timeZone: string): NewRevision | string {
  const reason = typed("reason");
  if (!reason) return "Say why: the reason is kept with every event that changes.";
  if (kind === "void") {
    const events = (typed("events") ?? "").split(/[\s,]+/).filter(Boolean);
    return events.length > 0 ? { kind, events, reason } : "Name the events by their ids.";
  }
  const [since, until] = [typed("since"), typed("until")];
  if (!since || !until) return "Name the first day and the first day after.";
  const window = { since: instant(since, timeZone), until: instant(until, timeZone) };
  if (kind === "reprice") return { kind, ...window, unpriced_only: typed("unpriced_only") !== null, reason };
  return { kind, from: typed("from"), to: typed("to"), ...window, reason };
}

function instant(day: string, timeZone: string): string {
  return new Date(start(day, timeZone)).toISOString();
}

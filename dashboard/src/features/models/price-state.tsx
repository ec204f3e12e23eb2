import { BadgeCheck, CircleHelp, FileText, Gift, type LucideIcon } from "lucide-react";
import { count, plural } from "@/lib/format";

/** What is known of a cost, in the API's words. */
export const PRICE_STATES = ["priced", "free", "reported", "unpriced"] as const;
export type PriceState = (typeof PRICE_STATES)[number];

const LOOKS: Record<PriceState, { name: string; meaning: string; icon: LucideIcon; colour: string }> = {
  priced: { name: "Priced", meaning: "we have a price", icon: BadgeCheck, colour: "text-good" },
  free: { name: "Free", meaning: "a price of zero, or nothing used", icon: Gift, colour: "text-muted" },
  reported: {
    name: "Reported",
    meaning: "no price of ours: the cost is the caller's own figure",
    icon: FileText,
    colour: "text-accent",
  },
  unpriced: {
    name: "Unpriced",
    meaning: "no price for some of the usage: the cost is missing in every total",
    icon: CircleHelp,
    colour: "text-warn",
  },
};

export function stateName(state: PriceState): string {
  return LOOKS[state].name;
}

/** A price state as a word with an icon, with how many calls where there are several states. */
export function PriceStateMark({
  state,
  calls,
  alone,
}: {
  state: PriceState;
  calls: number;
  alone: boolean;
}) {
  const { name, meaning, icon: Icon, colour } = LOOKS[state];
  return (
    <span
      className={`inline-flex items-center gap-1 ${colour}`}
      title={`${plural(calls, "call")}: ${meaning}`}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {name}
      {!alone && <span className="text-xs text-muted tabular-nums">{count(calls)}</span>}
    </span>
  );
}

/** The price states of a model's calls, the most calls first. */
export function PriceStates({ states }: { states: Record<string, number> }) {
  const known = PRICE_STATES.flatMap((state) => {
    const calls = states[state] ?? 0;
    return calls > 0 ? [{ state, calls }] : [];
  }).sort((a, b) => b.calls - a.calls);
  return (
    <span className={`inline-grid gap-x-3 leading-tight ${known.length > 2 ? "grid-cols-2" : ""}`}>
      {known.map(({ state, calls }) => (
        <PriceStateMark key={state} state={state} calls={calls} alone={known.length === 1} />
      ))}
    </span>
  );
}

import { formatInstant } from "@/lib/time";
import { Card } from "@/ui/card";
import { RULE_TEXTS } from "./rules";
import { RULES } from "./search";

interface Props {
  at: string;
  timeZone: string;
  found: Map<string, number>;
}

/** What each rule asked, of which time, and how often the answer was yes. */
export function LookedAt({ at, timeZone, found }: Props) {
  return (
    <Card title="What was looked at">
      <p className="px-4 pb-2 text-[13px] text-muted">
        Up to {formatInstant(at, timeZone)}, the last full quarter-hour: the last 24 hours against the 7 days
        before them, and the last 7 days for rules that look at a state. A rule that has too little to compare
        says nothing.
      </p>
      <ul className="grid gap-x-6 px-4 pb-3 text-[13px] md:grid-cols-2">
        {RULES.map((rule) => {
          const { name, asks, looks } = RULE_TEXTS[rule];
          const times = found.get(rule) ?? 0;
          return (
            <li key={rule} className="flex gap-3 border-t py-2">
              <p className="min-w-0 flex-1">
                <span className="font-medium">{name}</span>
                <span className="block text-xs text-muted">
                  {asks} {looks === "day" ? "Last 24 hours." : "Last 7 days."}
                </span>
              </p>
              <span className={times ? "font-medium" : "text-muted"}>
                {times ? `${times} found` : "quiet"}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

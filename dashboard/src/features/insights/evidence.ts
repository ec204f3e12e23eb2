/** The figures behind an insight as lines of a small table: what was, beside what was before where both are told. */

export type Value = { as: "usd" | "count" | "percent" | "times" | "time" | "text"; text: string };

export interface Line {
  name: string;
  now: Value | undefined;
  before: Value | undefined;
}

const BEFORE = /^(?:week_)?before_/;
const NOW = /^recent_/;

/** Lines in the order of the API, times first; a figure and the one before it are one line. */
export function linesOf(evidence: Record<string, unknown>): Line[] {
  const lines = new Map<string, Line>();
  for (const [key, raw] of Object.entries(evidence)) {
    const subject = key.replace(BEFORE, "").replace(NOW, "");
    const line = lines.get(subject) ?? { name: nameOf(subject), now: undefined, before: undefined };
    line[BEFORE.test(key) ? "before" : "now"] = figureOf(key, raw);
    lines.set(subject, line);
  }
  const all = [...lines.values()];
  return [...all.filter(isTime), ...all.filter((line) => !isTime(line))];
}

function isTime({ now, before }: Line): boolean {
  return (now ?? before)?.as === "time";
}

/** Whether any figure has one before it. */
export function compares(lines: Line[]): boolean {
  return lines.some(({ before }) => before);
}

/** `average_prompt` in words: `Average prompt`. Units leave the name: the figure has them. */
function nameOf(subject: string): string {
  const words = subject
    .replace(/^usd_per_/, "cost_per_")
    .replace(/_usd_per_/, "_cost_per_")
    .replace(/_usd$/, "")
    .replace(/_percent$/, "_rate")
    .replace(/^percent_of_/, "share_of_")
    .replace(/^times$/, "ratio")
    .replace(/^times_/, "ratio_of_")
    .replace(/^p95_/, "95th_percentile_of_")
    .replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function figureOf(key: string, raw: unknown): Value {
  const text = String(raw);
  if (/(?:^|_)usd(?:_|$)/.test(key)) return { as: "usd", text };
  if (/(?:^|_)percent(?:_|$)/.test(key)) return { as: "percent", text };
  if (/^times(?:_|$)/.test(key)) return { as: "times", text };
  if (/(?:^|_)(?:from|to)$/.test(key)) return { as: "time", text };
  return { as: typeof raw === "number" ? "count" : "text", text };
}

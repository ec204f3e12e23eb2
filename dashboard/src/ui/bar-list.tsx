import type { ReactNode } from "react";
import { percent } from "@/lib/format";
import { ratio, type Usd } from "@/lib/money";
import { Cost } from "./cost";

export interface BarListItem {
  key: string;
  label: ReactNode;
  usd: Usd;
  /** Calls that are missing in it, for want of a price. */
  unpriced: number;
}

interface Props {
  items: BarListItem[];
  /** What shares are of. */
  total: Usd;
}

/** The costliest of something, each with its share of a total. */
export function BarList({ items, total }: Props) {
  const widest = items[0]?.usd ?? total;
  return (
    <ol className="space-y-1 px-3 pb-3">
      {items.map(({ key, label, usd, unpriced }) => (
        <li key={key} className="relative flex h-8 items-center gap-3 rounded-md px-2 text-[13px]">
          <div
            aria-hidden
            className="absolute inset-y-0.5 left-0 rounded bg-accent-soft"
            style={{ width: `${Math.max(ratio(usd, widest) * 100, 0.5)}%` }}
          />
          <span className="relative min-w-0 flex-1 truncate">{label}</span>
          <span className="relative text-xs text-muted tabular-nums">{percent(ratio(usd, total))}</span>
          <span className="relative min-w-16 text-right font-medium">
            <Cost usd={usd} unpriced={unpriced} short />
          </span>
        </li>
      ))}
    </ol>
  );
}

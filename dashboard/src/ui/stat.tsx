import type { ReactNode } from "react";
import { isUnknown, type Usd } from "@/lib/money";
import { Change } from "./change";
import { Cost } from "./cost";

interface FigureProps {
  label: string;
  value: ReactNode;
  /** A line below it. */
  children?: ReactNode;
}

/** One figure that matters. */
export function Figure({ label, value, children }: FigureProps) {
  return (
    <div className="card min-w-0 px-4 py-3">
      <p className="truncate text-[13px] text-muted">{label}</p>
      <p className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">{value}</p>
      <p className="mt-1 min-h-4.5 text-xs text-muted">{children}</p>
    </div>
  );
}

interface StatProps {
  label: string;
  usd: Usd;
  /** Calls that are missing in it, for want of a price. */
  unpriced: number;
  /** Against what, and by how much. */
  change?: { usd: Usd; ratio: number | null | undefined; against: string };
  children?: ReactNode;
}

/** One amount that matters, and what became of it. */
export function Stat({ label, usd, unpriced, change, children }: StatProps) {
  return (
    <Figure label={label} value={<Cost usd={usd} unpriced={unpriced} />}>
      {change && !isUnknown(usd, unpriced) && (
        <>
          <Change usd={change.usd} ratio={change.ratio} /> {change.against}
        </>
      )}
      {children}
    </Figure>
  );
}

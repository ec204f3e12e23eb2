import type { ReactNode } from "react";
import type { Usd } from "@/lib/money";
import { Change } from "./change";
import { Money } from "./money";

interface Props {
  label: string;
  usd: Usd;
  /** Against what, and by how much. */
  change?: { usd: Usd; ratio: number | null | undefined; against: string };
  children?: ReactNode;
}

/** One figure that matters. */
export function Stat({ label, usd, change, children }: Props) {
  return (
    <div className="card min-w-0 px-4 py-3">
      <p className="text-[13px] text-muted">{label}</p>
      <p className="mt-1 text-2xl font-semibold tracking-tight">
        <Money usd={usd} />
      </p>
      <p className="mt-1 min-h-5 text-xs text-muted">
        {change && (
          <>
            <Change usd={change.usd} ratio={change.ratio} /> {change.against}
          </>
        )}
        {children}
      </p>
    </div>
  );
}

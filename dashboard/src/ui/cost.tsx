import { isUnknown, type Usd } from "@/lib/money";
import { Money } from "./money";

interface Props {
  usd: Usd | null | undefined;
  /** Calls that are missing in it, for want of a price. */
  unpriced: number;
  /** For tables: a sign says what words say elsewhere. */
  short?: boolean;
  className?: string;
}

/** An amount, and whether all of it is known: what has no price is missing, which is not the same as nothing. */
export function Cost({ usd, unpriced, short, className }: Props) {
  if (isUnknown(usd, unpriced)) return <span className="text-warn">unknown</span>;
  return (
    <>
      {unpriced > 0 && usd != null && <AtLeast short={short} />}
      <Money usd={usd} className={className} />
    </>
  );
}

function AtLeast({ short }: { short: boolean | undefined }) {
  if (!short) return <span className="text-xs font-normal text-warn">at least </span>;
  return (
    <span className="font-normal text-warn" title="At least: calls without a price are missing">
      <span aria-hidden>≥ </span>
      <span className="sr-only">at least </span>
    </span>
  );
}

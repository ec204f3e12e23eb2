import { type Usd, ZERO } from "@/lib/money";
import { Money } from "./money";

interface Props {
  usd: Usd | null | undefined;
  /** Calls that are missing in it, for want of a price. */
  unpriced: number;
  className?: string;
}

/** An amount, and whether all of it is known: what has no price is missing, which is not the same as nothing. */
export function Cost({ usd, unpriced, className }: Props) {
  if (unpriced > 0 && usd === ZERO) return <span className="text-warn">unknown</span>;
  return (
    <>
      {unpriced > 0 && usd != null && <span className="text-xs font-normal text-warn">at least </span>}
      <Money usd={usd} className={className} />
    </>
  );
}

import { change } from "@/lib/format";
import { compare, type Usd, ZERO } from "@/lib/money";
import { Money } from "./money";

interface Props {
  /** What it cost more than before. */
  usd: Usd | null | undefined;
  /** The same as a share of what it cost before; `null` where that was nothing. */
  ratio: number | null | undefined;
}

/** A change against another window. More spend is not bad by itself: the sign says it, colour only helps. */
export function Change({ usd, ratio }: Props) {
  if (usd == null) return <span className="text-muted">–</span>;
  const direction = compare(usd, ZERO);
  const colour =
    ratio == null ? "text-muted" : direction > 0 ? "text-bad" : direction < 0 ? "text-good" : "text-muted";
  return (
    <span className={`tabular-nums whitespace-nowrap ${colour}`}>
      {ratio == null ? direction === 0 ? "±0" : "new" : <span title={`$${usd}`}>{change(ratio)}</span>}
      <span className="sr-only">
        , <Money usd={usd} signed />
      </span>
    </span>
  );
}

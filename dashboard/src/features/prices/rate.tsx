import type { Rate } from "@/api/prices";
import { compact } from "@/lib/format";
import { formatUnit, inWords, perMillion } from "./unit-price";

interface Props {
  rate: Rate | undefined;
  /** Shown for a million units where that is exact, else with its own units. */
  className?: string;
}

/** A price for units: every digit of it, for a million where that can be said exactly. */
export function UnitPrice({ rate, className }: Props) {
  if (!rate) return <span className="text-muted">–</span>;
  const million = perMillion(rate.usd, rate.per);
  const own = million === null ? ` / ${compact(rate.per)}` : "";
  const tiers = (rate.above ?? []).map(({ tokens, usd }) => {
    const price = formatUnit(million === null ? usd : (perMillion(usd, rate.per) ?? usd));
    return `>${compact(tokens)} ${price}`;
  });
  return (
    <data
      value={rate.usd}
      data-unit-usd={rate.usd}
      data-per={rate.per}
      title={inWords(rate)}
      className={`tabular-nums ${className ?? ""}`}
    >
      {formatUnit(million ?? rate.usd)}
      {own}
      {tiers.length > 0 && <span className="ml-1.5 text-xs text-muted">{tiers.join(" ")}</span>}
    </data>
  );
}

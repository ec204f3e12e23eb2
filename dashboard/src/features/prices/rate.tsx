import type { Rate } from "@/api/prices";
import { compact } from "@/lib/format";
import { formatUnit, inWords, isTokens, perMillion } from "./unit-price";

interface Props {
  kind: string;
  rate: Rate | undefined;
  className?: string;
}

/** A price for units: every digit of it, for a million tokens where that can be said exactly, else for its own units. */
export function UnitPrice({ kind, rate, className }: Props) {
  if (!rate) return <span className="text-muted">–</span>;
  const million = isTokens(kind) ? perMillion(rate.usd, rate.per) : null;
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

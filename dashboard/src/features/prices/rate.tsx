import type { Rate } from "@/api/prices";
import { compact } from "@/lib/format";
import { formatUnit, inWords, isTokens, perMillion } from "./unit-price";

interface Props {
  kind: string;
  rate: Rate | undefined;
  /** Prices beyond a size of prompt stand below the first one, else beside it. */
  stacked?: boolean;
  className?: string;
}

/** A price for units: every digit of it, for a million tokens where that can be said exactly, else for its own units. */
export function UnitPrice({ kind, rate, stacked, className }: Props) {
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
      className={`tabular-nums ${stacked ? "inline-block leading-tight" : ""} ${className ?? ""}`}
    >
      {formatUnit(million ?? rate.usd)}
      {own}
      {tiers.map((tier) => (
        <span
          key={tier}
          className={`text-muted ${stacked ? "block text-[11px] leading-none" : "ml-1.5 text-xs"}`}
        >
          {tier}
        </span>
      ))}
    </data>
  );
}

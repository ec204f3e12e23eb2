import { format, formatChange, type Usd } from "@/lib/money";

interface Props {
  usd: Usd | null | undefined;
  /** With a sign, as the change from another amount. */
  signed?: boolean;
  /** To the last digit for the eye too. */
  exact?: boolean;
  className?: string;
}

/** An amount: rounded for the eye, exact to the nano-dollar on hover. */
export function Money({ usd, signed, exact, className }: Props) {
  if (usd == null) return <span className="text-muted">–</span>;
  return (
    <data value={usd} data-usd={usd} title={`$${usd}`} className={`tabular-nums ${className ?? ""}`}>
      {exact ? `$${usd}` : signed ? formatChange(usd) : format(usd)}
    </data>
  );
}

import { format, formatChange, type Usd } from "@/lib/money";

interface Props {
  usd: Usd | null | undefined;
  /** With a sign, as the change from another amount. */
  signed?: boolean;
  className?: string;
}

/** An amount: rounded for the eye, exact to the nano-dollar on hover. */
export function Money({ usd, signed, className }: Props) {
  if (usd == null) return <span className="text-muted">–</span>;
  return (
    <data value={usd} data-usd={usd} title={`$${usd}`} className={`tabular-nums ${className ?? ""}`}>
      {signed ? formatChange(usd) : format(usd)}
    </data>
  );
}

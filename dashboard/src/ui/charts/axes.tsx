import type { Columns, Linear } from "@/lib/scale";
import { formatBucket } from "@/lib/time";

const LABEL_WIDTH = 64;

interface LeftProps {
  scale: Linear;
  left: number;
  top: number;
  width: number;
}

const small = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });
const large = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** Dollars, with lines across the chart. The figures are places on a scale, not amounts of the ledger. */
export function LeftAxis({ scale, left, top, width }: LeftProps) {
  return (
    <g aria-hidden transform={`translate(${left},${top})`}>
      {scale.ticks.map((tick) => (
        <g key={tick} transform={`translate(0,${scale(tick)})`}>
          <line x2={width} stroke="var(--line)" />
          <text x={-8} dy="0.32em" textAnchor="end" fontSize={11} fill="var(--muted)">
            ${tick >= 1 || tick === 0 ? large.format(tick) : small.format(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

interface BottomProps {
  buckets: string[];
  scale: Columns;
  top: number;
  left: number;
  timeZone: string;
}

/** Days or hours, as many as fit. */
export function BottomAxis({ buckets, scale, top, left, timeZone }: BottomProps) {
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / scale.step));
  return (
    <g aria-hidden transform={`translate(${left},${top})`}>
      {buckets.map((bucket, index) =>
        index % every === 0 ? (
          <text
            key={bucket}
            x={scale(index) + scale.width / 2}
            y={17}
            textAnchor={index === 0 && every > 1 ? "start" : "middle"}
            fontSize={11}
            fill="var(--muted)"
          >
            {formatBucket(bucket, timeZone)}
          </text>
        ) : null,
      )}
    </g>
  );
}

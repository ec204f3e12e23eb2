import type { Chart } from "@/lib/buckets";
import { nano, type Usd } from "@/lib/money";
import { formatBucket } from "@/lib/time";
import { seriesColour } from "./colours";

interface Props {
  chart: Chart;
  index: number;
  total: Usd;
  timeZone: string;
  left: number;
  width: number;
}

/** One column in exact amounts. */
export function BarTooltip({ chart, index, total, timeZone, left, width }: Props) {
  const bucket = chart.buckets[index];
  if (!bucket) return null;
  const side = left > width / 2 ? { right: width - left + 14 } : { left: left + 14 };
  return (
    <div
      role="tooltip"
      style={side}
      className="pointer-events-none absolute top-2 z-10 max-w-72 min-w-44 rounded-lg border bg-raised px-3 py-2 text-xs shadow-float"
    >
      <p className="flex justify-between gap-4 pb-1 font-medium">
        <span>{formatBucket(bucket, timeZone)}</span>
        <span className="tabular-nums">${total}</span>
      </p>
      <ul>
        {chart.series.map((series, order) => {
          const amount = series.amounts[index];
          return amount && nano(amount) !== 0n ? (
            <li key={series.label} className="flex items-center gap-2 py-0.5">
              <span
                aria-hidden
                className="size-2 shrink-0 rounded-xs"
                style={{ background: seriesColour(series, order) }}
              />
              <span className="min-w-0 flex-1 truncate text-muted">{series.label}</span>
              <span className="tabular-nums">${amount}</span>
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

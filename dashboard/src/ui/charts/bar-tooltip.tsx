import type { Chart } from "@/lib/buckets";
import { nano, type Usd } from "@/lib/money";
import { formatBucket } from "@/lib/time";
import { Money } from "../money";
import { type Before, BeforeMark } from "./before-line";
import { seriesColour } from "./colours";

interface Props {
  chart: Chart;
  index: number;
  total: Usd;
  before?: Before;
  timeZone: string;
  left: number;
  width: number;
}

const GAP = 14;
const MOST = 320;
const LEAST = 176;

/** One column in exact amounts. */
export default function BarTooltip({ chart, index, total, before, timeZone, left, width }: Props) {
  const bucket = chart.buckets[index];
  if (!bucket) return null;
  const [day, amount] = [before?.buckets[index], before?.amounts[index]];
  const side = left > width / 2 ? { right: width - left + GAP } : { left: left + GAP };
  const room = Math.max(left, width - left) - GAP;
  const maxWidth = Math.min(Math.max(room, LEAST), MOST);
  return (
    <div
      role="tooltip"
      style={{ ...side, maxWidth }}
      className="pointer-events-none absolute top-2 z-10 min-w-44 rounded-lg border bg-raised px-3 py-2 text-xs shadow-float"
    >
      <p className="flex justify-between gap-4 pb-1 font-medium">
        <span>{formatBucket(bucket, timeZone)}</span>
        <Money usd={total} exact />
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
              <Money usd={amount} exact />
            </li>
          ) : null;
        })}
        {before && day && amount && (
          <li className="mt-1 flex items-center gap-2 border-t pt-1.5">
            <BeforeMark className="w-2" />
            <span className="min-w-0 flex-1 text-muted">
              {formatBucket(day, timeZone)}, {before.name}
            </span>
            <Money usd={amount} exact />
          </li>
        )}
      </ul>
    </div>
  );
}

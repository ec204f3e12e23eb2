import { geometry, type Usd } from "@/lib/money";
import type { Columns, Linear } from "@/lib/scale";

/** What was spent in each bucket of another window: the first beside the first of the chart. */
export interface Before {
  name: string;
  /** What its buckets are: `days`. */
  unit: string;
  buckets: string[];
  amounts: Usd[];
}

interface Props {
  amounts: Usd[];
  x: Columns;
  y: Linear;
}

/** The other window's totals as a thin dashed line over the bars, from edge to edge of its first and last column. */
export function BeforeLine({ amounts, x, y }: Props) {
  const heights = amounts.map((amount) => y(geometry(amount)));
  const points = heights.map((height, index) => `${(index + 0.5) * x.step},${height}`);
  const line = [`0,${heights[0]}`, ...points, `${heights.length * x.step},${heights.at(-1)}`].join(" ");
  return (
    <g data-before fill="none" strokeLinejoin="round" pointerEvents="none">
      <polyline points={line} stroke="var(--surface)" strokeWidth={3.5} opacity={0.7} />
      <polyline points={line} stroke="var(--text)" strokeWidth={1.5} strokeDasharray="4 3" />
    </g>
  );
}

/** How the line looks, beside its name. */
export function BeforeMark({ className }: { className: string }) {
  return <span aria-hidden className={`${className} shrink-0 border-t-2 border-dashed border-text`} />;
}

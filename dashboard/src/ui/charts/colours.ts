import type { Series } from "@/lib/buckets";

const COLOURS = 8;

/** The colour of a series by its place; what is beyond the top is grey. */
export function seriesColour(series: Series, order: number): string {
  return series.key === undefined ? "var(--rest)" : `var(--c${(order % COLOURS) + 1})`;
}

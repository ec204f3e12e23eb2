import { useMemo } from "react";
import { type CostsQuery, useCosts } from "@/api/costs";
import { chartOf } from "@/lib/buckets";
import { useView } from "@/lib/view";
import { comparisonName } from "@/lib/window-name";
import type { Before } from "@/ui/charts/before-line";

/** The totals of the window that is compared with, by time; `undefined` without one, and where nothing was spent in it. */
export function useBefore(query: CostsQuery, limit: number): Before | undefined {
  const { bucket, comparison, timeZone } = useView();
  const { compare_from: from, compare_to: to } = comparison;
  const { data } = useCosts({ ...query, from, to, group_by: bucket, limit }, from !== undefined);
  const name = comparisonName(comparison, timeZone);
  return useMemo(() => {
    if (!data || from === undefined) return undefined;
    const { buckets, series } = chartOf(data, bucket);
    return series[0] && { name, unit: `${bucket}s`, buckets, amounts: series[0].amounts };
  }, [data, from, bucket, name]);
}

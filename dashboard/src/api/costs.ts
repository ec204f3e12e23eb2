import { useQuery } from "@tanstack/react-query";
import { answer, api, type Schemas } from "./client";
import type { paths } from "./schema";

export type CostsQuery = NonNullable<paths["/api/v1/costs"]["get"]["parameters"]["query"]>;
export type SummaryQuery = NonNullable<paths["/api/v1/summary"]["get"]["parameters"]["query"]>;

/** Costs of a window, by any dimensions. */
export function useCosts(query: CostsQuery, enabled = true) {
  return useQuery({
    queryKey: ["costs", query] as const,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/costs", { params: { query }, signal })),
    // What was grouped otherwise would be read as groups without a value.
    placeholderData: (shown: Schemas["CostsView"] | undefined, of) =>
      of?.queryKey[1].group_by === query.group_by ? shown : undefined,
    enabled,
  });
}

const PAGE = 10_000;

/** Costs with every group, however many pages they are. */
export function useAllCosts(query: CostsQuery) {
  return useQuery({
    queryKey: ["costs", "all", query],
    queryFn: async ({ signal }) => {
      const page = (cursor?: string) =>
        answer(api.GET("/api/v1/costs", { params: { query: { ...query, limit: PAGE, cursor } }, signal }));
      const first = await page();
      const groups = [...first.groups];
      for (let next = first.next; next; ) {
        const more = await page(next);
        groups.push(...more.groups);
        next = more.next;
      }
      return { ...first, groups, next: null };
    },
  });
}

/** Today, this month and its forecast. */
export function useSummary(query: SummaryQuery) {
  return useQuery({
    queryKey: ["summary", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/summary", { params: { query }, signal })),
  });
}

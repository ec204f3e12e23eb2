import { useQuery } from "@tanstack/react-query";
import { answer, api } from "./client";
import type { paths } from "./schema";

export type InsightsQuery = NonNullable<paths["/api/v1/insights"]["get"]["parameters"]["query"]>;

/** What deserves a look, the gravest first. */
export function useInsights(query: InsightsQuery) {
  return useQuery({
    queryKey: ["insights", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/insights", { params: { query }, signal })),
  });
}

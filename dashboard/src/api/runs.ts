import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answer, api, ofTenant } from "./client";
import type { paths } from "./schema";

export type RunsQuery = NonNullable<paths["/api/v1/runs"]["get"]["parameters"]["query"]>;

/** Runs of a window, page by page. */
export function useRuns(query: RunsQuery) {
  return useInfiniteQuery({
    queryKey: ["runs", query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) =>
      answer(api.GET("/api/v1/runs", { params: { query: { ...query, cursor } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** One run with everything known about it. */
export function useRun(id: string, tenantId: string | undefined) {
  return useQuery({
    queryKey: ["run", id, tenantId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/runs/{id}", { params: { path: { id } }, ...ofTenant(tenantId), signal })),
  });
}

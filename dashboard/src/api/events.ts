import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answer, api, ofTenant } from "./client";
import type { paths } from "./schema";

export type EventsQuery = NonNullable<paths["/api/v1/events"]["get"]["parameters"]["query"]>;

/** Events of a window, the latest first, page by page. */
export function useEvents(query: EventsQuery) {
  return useInfiniteQuery({
    queryKey: ["events", query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) =>
      answer(api.GET("/api/v1/events", { params: { query: { ...query, cursor } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** One event with everything known about it. */
export function useEvent(id: string, tenantId: string | undefined) {
  return useQuery({
    queryKey: ["event", id, tenantId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/events/{id}", { params: { path: { id } }, ...ofTenant(tenantId), signal })),
  });
}

import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answer, api, ofTenant, type Schemas } from "./client";
import { quoteExact } from "./exact";
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

function eventQuery(id: string, tenantId: string | undefined) {
  return queryOptions({
    queryKey: ["event", id, tenantId],
    // The text itself: what is shown as raw is what the API wrote.
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/events/{id}", {
          params: { path: { id } },
          ...ofTenant(tenantId),
          parseAs: "text",
          signal,
        }),
      ),
    placeholderData: undefined,
  });
}

const read = (text: string): Schemas["EventDetailView"] => JSON.parse(quoteExact(text));

/** One event with everything known about it. */
export function useEvent(id: string, tenantId: string | undefined) {
  return useQuery({ ...eventQuery(id, tenantId), select: read });
}

/** The same as the API wrote it. */
export function useEventText(id: string, tenantId: string | undefined) {
  return useQuery(eventQuery(id, tenantId));
}

import { useQuery } from "@tanstack/react-query";
import { ApiError, answer, api } from "./client";

const AGAIN_MS = 1000;

/** The latest event of the tenant, or `null`; asked for again each second while the page is in sight. */
export function useLatestEvent(tenantId: string | undefined) {
  return useQuery({
    queryKey: ["events", "latest", tenantId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/events", { params: { query: { tenant_id: tenantId, limit: 1 } }, signal })),
    select: ({ events }) => events[0] ?? null,
    refetchInterval: ({ state }) => (isRefusal(state.error) ? false : AGAIN_MS),
    // Another tenant's event is not this one's first.
    placeholderData: undefined,
    retry: false,
  });
}

/** Asking again would be refused again. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}

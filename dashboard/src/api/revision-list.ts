import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, ofTenant } from "./client";

const PAGE = 50;

/** Revisions, the latest first, page by page. */
export function useRevisions(tenantId: string | undefined) {
  return useInfiniteQuery({
    queryKey: ["revisions", tenantId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = { tenant_id: tenantId, limit: PAGE, cursor };
      return answer(api.GET("/api/v1/revisions", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Goes on with a revision that was cut off. */
export function useResume(tenantId: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answer(api.POST("/api/v1/revisions/{id}/resume", { params: { path: { id } }, ...ofTenant(tenantId) })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["revisions"] }),
  });
}

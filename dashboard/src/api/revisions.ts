/** Changes of what is stored: what one would do, doing it, how far it is. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, ofTenant, type Schemas } from "./client";

export type NewRevision = Schemas["NewRevisionBody"];
export type Preview = Schemas["PreviewView"];
export type Revision = Schemas["RevisionView"];

const POLL_MS = 500;

/** What a revision would change, without doing it. */
export function usePreview(body: NewRevision, tenantId: string | undefined) {
  return useQuery({
    queryKey: ["revision-preview", body, tenantId],
    queryFn: ({ signal }) =>
      answer(
        api.POST("/api/v1/revisions/preview", { body, params: { query: { tenant_id: tenantId } }, signal }),
      ),
    staleTime: 0,
  });
}

/** Begins a revision; it goes on in the background. */
export function useRevise(tenantId: string | undefined) {
  return useMutation({
    mutationFn: (body: NewRevision) =>
      answer(api.POST("/api/v1/revisions", { body, params: { query: { tenant_id: tenantId } } })),
  });
}

/** One revision, asked again until it is done; then every figure on the page is. */
export function useRevision(id: string, tenantId: string | undefined) {
  const client = useQueryClient();
  return useQuery({
    queryKey: ["revision", id, tenantId],
    queryFn: async ({ signal }) => {
      const revision = await answer(
        api.GET("/api/v1/revisions/{id}", { params: { path: { id } }, ...ofTenant(tenantId), signal }),
      );
      if (revision.state === "done") {
        void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "revision" });
      }
      return revision;
    },
    refetchInterval: ({ state }) => (state.data?.state === "done" ? false : POLL_MS),
  });
}

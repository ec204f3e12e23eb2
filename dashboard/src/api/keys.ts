import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "./client";

export type ApiKey = Schemas["KeyView"];

/** The tenant's API keys, revoked ones too. */
export function useKeys(tenantId: string | undefined, enabled: boolean) {
  return useQuery({
    queryKey: ["keys", tenantId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/keys", { params: { query: { tenant_id: tenantId } }, signal })),
    enabled,
  });
}

/** Makes a key. The answer is the only one that has it. */
export function useMakeKey(tenantId: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NewKeyBody"]) =>
      answer(api.POST("/api/v1/keys", { params: { query: { tenant_id: tenantId } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["keys"] }),
  });
}

export function useRevokeKey(tenantId: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE("/api/v1/keys/{id}", { params: { path: { id }, query: { tenant_id: tenantId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["keys"] }),
  });
}

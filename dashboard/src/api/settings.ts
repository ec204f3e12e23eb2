import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "./client";

export function useSettings(tenantId: string | undefined) {
  return useQuery({
    queryKey: ["settings", tenantId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/settings", { params: { query: { tenant_id: tenantId } }, signal })),
  });
}

/** Changes what is named and leaves the rest. */
export function useChangeSettings(tenantId: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["SettingsChange"]) =>
      answer(api.PATCH("/api/v1/settings", { params: { query: { tenant_id: tenantId } }, body })),
    onSuccess: (settings) => client.setQueryData(["settings", tenantId], settings),
  });
}

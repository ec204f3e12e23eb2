import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "./client";

/** Stores demo data; every page then shows it. */
export function useSeedDemo(tenantId: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST("/api/v1/demo", { params: { query: { tenant_id: tenantId } } })),
    onSuccess: () => client.invalidateQueries(),
  });
}

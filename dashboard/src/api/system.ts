import { useQuery } from "@tanstack/react-query";
import { answer, api } from "./client";

const AGAIN_MS = 5000;

/** How the collector is; asked again while the page is in sight. */
export function useSystem(tenantId: string | undefined, enabled: boolean) {
  return useQuery({
    queryKey: ["system", tenantId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/system", { params: { query: { tenant_id: tenantId } }, signal })),
    refetchInterval: AGAIN_MS,
    enabled,
  });
}

/** Whether it takes traffic. "Not ready" is an answer too, not a failure. */
export function useReady() {
  return useQuery({
    queryKey: ["ready"],
    queryFn: async ({ signal }) => {
      const call = api.GET("/readyz", { signal });
      const { error } = await call.catch(() => ({ error: undefined }));
      return error ?? answer(call);
    },
    refetchInterval: AGAIN_MS,
  });
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Tag } from "@/lib/search";
import { answer, api, type Schemas } from "./client";
import { useMay } from "./session";

export function useSettings(tenantId: string | undefined, enabled = true) {
  return useQuery({
    queryKey: ["settings", tenantId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/settings", { params: { query: { tenant_id: tenantId } }, signal })),
    enabled,
  });
}

const NONE: Tag[] = [];

/** The tags that costs can be broken down by, for those who may read settings: none until they are known. */
export function useDeclaredTags(tenantId: string | undefined): Tag[] {
  const { data } = useSettings(tenantId, useMay("costs:read"));
  return data?.tag_dimensions.map((name): Tag => `tag:${name}`) ?? NONE;
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

import { useQuery } from "@tanstack/react-query";
import { answer, api } from "./client";
import type { paths } from "./schema";

export type SectionsQuery = NonNullable<paths["/api/v1/sections"]["get"]["parameters"]["query"]>;

/** The tree of sections. */
export function useSections(query: SectionsQuery, enabled = true) {
  return useQuery({
    queryKey: ["sections", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/sections", { params: { query }, signal })),
    enabled,
  });
}

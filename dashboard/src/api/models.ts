import { useQuery } from "@tanstack/react-query";
import { answer, api } from "./client";
import type { paths } from "./schema";

export type ModelsQuery = NonNullable<paths["/api/v1/models"]["get"]["parameters"]["query"]>;

/** A page of models, the costliest first. */
export function useModels(query: ModelsQuery) {
  return useQuery({
    queryKey: ["models", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/models", { params: { query }, signal })),
  });
}

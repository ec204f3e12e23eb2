import { useQuery } from "@tanstack/react-query";
import { answer, api, type Schemas } from "./client";
import type { paths } from "./schema";

export type ModelsQuery = NonNullable<paths["/api/v1/models"]["get"]["parameters"]["query"]>;

const PAGE = 10_000;

/** Every model that was called, the costliest first, however many pages they are. */
export function useModels(query: ModelsQuery) {
  return useQuery({
    queryKey: ["models", query],
    queryFn: async ({ signal }) => {
      const models: Schemas["ModelView"][] = [];
      let cursor: string | undefined;
      do {
        const page = await answer(
          api.GET("/api/v1/models", { params: { query: { ...query, limit: PAGE, cursor } }, signal }),
        );
        models.push(...page.models);
        cursor = page.next ?? undefined;
      } while (cursor);
      return models;
    },
  });
}

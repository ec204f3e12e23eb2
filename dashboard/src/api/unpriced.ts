/** Models without a price, and giving them one. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, ofTenant, type Schemas } from "./client";
import type { paths } from "./schema";

export type UnpricedQuery = NonNullable<paths["/api/v1/prices/unpriced"]["get"]["parameters"]["query"]>;
export type UnpricedModel = Schemas["UnpricedModelView"];
export type NewOverride = Schemas["NewOverride"];

/** Models that were called without a price, the most calls first. */
export function useUnpriced(query: UnpricedQuery) {
  return useQuery({
    queryKey: ["unpriced", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/prices/unpriced", { params: { query }, signal })),
  });
}

/** The prices of a model that is known; `undefined` where it is not. */
export function useKnownPrice(tenantId: string | undefined) {
  return useMutation({
    mutationFn: async ({ provider, model }: { provider: string; model: string }) => {
      const query = { provider, model, tenant_id: tenantId, limit: 1000 };
      const { prices } = await answer(api.GET("/api/v1/prices", { params: { query } }));
      return prices.find((each) => each.provider === provider && each.model === model);
    },
  });
}

/** Sets a price for calls to come. */
export function useSetPrice(tenantId: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewOverride) =>
      answer(api.POST("/api/v1/prices/overrides", { body, ...ofTenant(tenantId) })),
    onSuccess: () => client.invalidateQueries(),
  });
}

export type ExplainQuery = paths["/api/v1/prices/explain"]["get"]["parameters"]["query"];

/** Which price a call would get now. */
export function useExplanation(query: ExplainQuery) {
  return useQuery({
    queryKey: ["price-explanation", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/prices/explain", { params: { query }, signal })),
  });
}

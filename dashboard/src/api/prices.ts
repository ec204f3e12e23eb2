import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, ofTenant, type Schemas } from "./client";
import type { paths } from "./schema";

export type PricesQuery = NonNullable<paths["/api/v1/prices"]["get"]["parameters"]["query"]>;
export type ExplainQuery = paths["/api/v1/prices/explain"]["get"]["parameters"]["query"];
export type Rate = Schemas["ExplainedRate"];
export type Rates = Record<string, Rate>;

const PAGE = 1000;

/** What each model costs: all of them, however many pages they are. */
export function usePrices(query: PricesQuery) {
  return useQuery({
    queryKey: ["prices", "book", query],
    queryFn: async ({ signal }) => {
      const page = (cursor?: string) =>
        answer(api.GET("/api/v1/prices", { params: { query: { ...query, limit: PAGE, cursor } }, signal }));
      const first = await page();
      const prices = [...first.prices];
      for (let next = first.next; next; ) {
        const more = await page(next);
        prices.push(...more.prices);
        next = more.next;
      }
      return { at: first.at, prices };
    },
  });
}

/** Which price a call would get, and why. */
export function useExplanation(query: ExplainQuery, enabled: boolean) {
  return useQuery({
    queryKey: ["prices", "explain", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/prices/explain", { params: { query }, signal })),
    enabled,
  });
}

/** Every override of the tenant, retired ones too. */
export function useOverrides(tenantId: string | undefined) {
  return useQuery({
    queryKey: ["prices", "overrides", tenantId],
    queryFn: async ({ signal }) => {
      const overrides: Schemas["OverrideView"][] = [];
      let cursor: string | undefined;
      do {
        const query = { tenant_id: tenantId, limit: PAGE, cursor };
        const page = await answer(api.GET("/api/v1/prices/overrides", { params: { query }, signal }));
        overrides.push(...page.overrides);
        cursor = page.next ?? undefined;
      } while (cursor);
      return overrides;
    },
  });
}

export function useMakeOverride(tenantId: string | undefined) {
  const onSuccess = usePricesChanged();
  return useMutation({
    mutationFn: (body: Schemas["NewOverride"]) =>
      answer(api.POST("/api/v1/prices/overrides", { body, ...ofTenant(tenantId) })),
    onSuccess,
  });
}

export function useRetireOverride(tenantId: string | undefined) {
  const onSuccess = usePricesChanged();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      answer(
        api.DELETE("/api/v1/prices/overrides/{id}", {
          params: { path: { id } },
          ...ofTenant(tenantId, { reason }),
        }),
      ),
    onSuccess,
  });
}

/** Whatever was asked about prices is asked again. */
export function usePricesChanged() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["prices"] });
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "./client";
import type { paths } from "./schema";

export type CustomersQuery = NonNullable<paths["/api/v1/customers"]["get"]["parameters"]["query"]>;
export type CustomerQuery = NonNullable<paths["/api/v1/customers/{id}"]["get"]["parameters"]["query"]>;
export type CustomerBody = Schemas["CustomerBody"];

const PAGE = 1000;

/** Every customer with what is noted about it: names for tables, by id. */
export function useCustomers(query: CustomersQuery, enabled = true) {
  return useQuery({
    queryKey: ["customers", query],
    enabled,
    queryFn: async ({ signal }) => {
      const customers: Schemas["CustomerView"][] = [];
      let cursor: string | undefined;
      do {
        const page = await answer(
          api.GET("/api/v1/customers", { params: { query: { ...query, limit: PAGE, cursor } }, signal }),
        );
        customers.push(...page.customers);
        cursor = page.next ?? undefined;
      } while (cursor);
      return customers;
    },
  });
}

/** One customer from several sides. */
export function useCustomer(id: string, query: CustomerQuery) {
  return useQuery({
    queryKey: ["customer", id, query],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/customers/{id}", { params: { path: { id }, query }, signal })),
  });
}

/** Replaces what is noted about a customer. */
export function useNoteCustomer(id: string, tenantId: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CustomerBody) =>
      answer(
        api.PUT("/api/v1/customers/{id}", { params: { path: { id }, query: { tenant_id: tenantId } }, body }),
      ),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["customer", id] }),
        client.invalidateQueries({ queryKey: ["customers"] }),
      ]),
  });
}

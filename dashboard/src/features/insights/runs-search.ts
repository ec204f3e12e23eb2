import { DEFAULT_TENANT } from "@/lib/view";

/** The query of an insight's list of runs, in the words of the page of runs. */
export function runsSearch(path: string): Record<string, string> {
  const query = new URLSearchParams(path.split("?")[1] ?? "");
  const { tenant_id: tenant, ...search } = Object.fromEntries(query);
  return tenant && tenant !== DEFAULT_TENANT ? { ...search, tenant } : search;
}

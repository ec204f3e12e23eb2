/** Addresses of tables: exactly what a list shows, as the API writes it. */
export function tableUrl(path: string, query: Record<string, unknown>, format: "csv" | "ndjson"): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (name === "limit" || name === "cursor") continue;
    for (const each of [value].flat()) if (each !== undefined) parameters.append(name, String(each));
  }
  parameters.set("format", format);
  return `${path}?${parameters}`;
}

export interface Exports {
  csv: string;
  ndjson: string;
}

export function exportsOf(path: string, query: Record<string, unknown>): Exports {
  return { csv: tableUrl(path, query, "csv"), ndjson: tableUrl(path, query, "ndjson") };
}

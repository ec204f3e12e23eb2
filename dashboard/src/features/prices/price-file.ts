export const FORMATS = [
  ["csv", "CSV list"],
  ["litellm", "LiteLLM"],
  ["genai-prices", "genai-prices"],
] as const;

/** The format that a file's name speaks of, where it does. */
export function formatOf(name: string): string | undefined {
  if (/\.csv$/i.test(name)) return "csv";
  if (/litellm|context_window/i.test(name)) return "litellm";
  return /genai/i.test(name) ? "genai-prices" : undefined;
}

/** The first instant of a UTC day. */
export function instantOf(day: string | null): string | undefined {
  return day ? `${day}T00:00:00Z` : undefined;
}

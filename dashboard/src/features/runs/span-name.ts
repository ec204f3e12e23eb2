import type { Schemas } from "@/api/client";

/** What a span is called: a call by its model, a step by where it stands. */
export function spanName({ model, provider, section, span_type, price_state }: Schemas["EventView"]): string {
  return price_state == null ? section || span_type : (model ?? provider);
}

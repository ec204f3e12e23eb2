import * as z from "zod/mini";
import { lenient } from "@/lib/search";

export const STACKS = ["model", "provider"] as const;

/** What the chart is stacked by, the order of the table, and which model gets a price or which revision is looked at. */
export const modelsSearch = z.object({
  by: lenient(z.enum(STACKS)),
  sort: lenient(z.string()),
  price_provider: lenient(z.string()),
  price_model: lenient(z.string()),
  revision: lenient(z.string()),
});

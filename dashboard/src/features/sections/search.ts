import * as z from "zod/mini";
import { lenient, list } from "@/lib/search";

export const LEVELS = ["all", "top"] as const;
export type Level = (typeof LEVELS)[number];

/** Which levels are open, the sections for which it is the other way round, and the order among siblings. */
export const sectionsSearch = z.object({
  level: lenient(z.enum(LEVELS)),
  toggled: list,
  sort: lenient(z.string()),
});

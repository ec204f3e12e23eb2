import * as z from "zod/mini";
import { DIMENSIONS, lenient, list } from "@/lib/search";

/** A page with a breakdown keeps: what by, what is left out, and the order of the table. */
export const breakdownSearch = z.object({
  by: lenient(z.enum(DIMENSIONS)),
  without: list,
  sort: lenient(z.string()),
});
export type BreakdownSearch = z.infer<typeof breakdownSearch>;

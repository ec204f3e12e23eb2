import * as z from "zod/mini";
import { DIMENSIONS, lenient } from "@/lib/search";

/** A page with a breakdown keeps: what by, and the order of the table. */
export const breakdownSearch = z.object({
  by: lenient(z.enum(DIMENSIONS)),
  sort: lenient(z.string()),
});
export type BreakdownSearch = z.infer<typeof breakdownSearch>;

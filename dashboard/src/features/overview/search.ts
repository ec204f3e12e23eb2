import * as z from "zod/mini";
import { DIMENSIONS, lenient, list } from "@/lib/search";

/** Besides what all pages share: what spend is broken down by, what is left out, and the order of the table. */
export const overviewSearch = z.object({
  by: lenient(z.enum(DIMENSIONS)),
  without: list,
  sort: lenient(z.string()),
});

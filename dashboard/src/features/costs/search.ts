import * as z from "zod/mini";
import { DIMENSIONS, type Dimension, isTag, lenient, type Tag } from "@/lib/search";

const tag = z.custom<Tag>((value) => typeof value === "string" && isTag(value));
const by: z.ZodMiniType<Dimension> = z.union([z.enum(DIMENSIONS), tag]);

/** A page with a breakdown keeps: what by, and the order of the table. */
export const breakdownSearch = z.object({
  by: lenient(by),
  sort: lenient(z.string()),
});
export type BreakdownSearch = z.infer<typeof breakdownSearch>;

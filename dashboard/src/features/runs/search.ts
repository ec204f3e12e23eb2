import * as z from "zod/mini";
import { type Dimension, lenient } from "@/lib/search";

export const SORTS = ["time", "cost", "calls"] as const;
export type RunSort = (typeof SORTS)[number];

/** What runs are filtered by. */
export const RUN_FILTERS = [
  "customer",
  "provider",
  "model",
  "section",
] as const satisfies readonly Dimension[];

const list = {
  sort: lenient(z.enum(SORTS)),
  failed: lenient(z.enum(["true", "false"])),
  /** The run that was opened last. */
  open: lenient(z.string()),
};

export const runsSearch = z.object(list);

/** A run keeps the list that it was opened from, to lead back to it. */
export const runSearch = z.object({
  ...list,
  /** The selected span, by its event's id. */
  span: lenient(z.string()),
  /** The span whose branch fills the time line; the whole run without it. */
  zoom: lenient(z.string()),
  /** How many levels are open; all without it. */
  levels: lenient(z.coerce.number().check(z.int(), z.positive())),
});
export type RunSearch = z.infer<typeof runSearch>;

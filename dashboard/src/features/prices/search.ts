import * as z from "zod/mini";
import { lenient } from "@/lib/search";

export const TABS = [
  ["book", "Book"],
  ["explain", "Explain"],
  ["overrides", "Overrides"],
  ["imports", "Imports"],
] as const;
export const STATES = ["used", "retired", "all"] as const;

const text = lenient(z.string());

/** Provider, model and customer are those that all pages share. */
export const pricesSearch = z.object({
  tab: lenient(z.enum(TABS.map(([tab]) => tab))),
  service_tier: text,
  at: text,
  /** `input:1200,output:300` */
  usage: text,
  state: lenient(z.enum(STATES)),
  sort: text,
  /** The row that is open, or `new`. */
  open: text,
});
/** What belongs to one tab only. */
export const OF_A_TAB = ["service_tier", "usage", "state", "sort", "open"] as const;

import * as z from "zod/mini";
import { lenient } from "@/lib/search";

export const KINDS = ["all", "spiking", "concentrated", "tail"] as const;
export type Kind = (typeof KINDS)[number];

export const customersSearch = z.object({
  kind: lenient(z.enum(KINDS)),
  q: lenient(z.string()),
  sort: lenient(z.string()),
});

import * as z from "zod/mini";
import { lenient } from "@/lib/search";

/** The rules behind insights, in the API's words. Their texts stand elsewhere: this is part of every page. */
export const RULES = [
  "section_spike",
  "token_bloat",
  "error_rate_rise",
  "retry_loop",
  "model_inefficiency",
  "unpriced_model",
  "unattributed_spend",
  "cache_never_used",
] as const;
export type Rule = (typeof RULES)[number];

/** Which rule's insights are shown. */
export const insightsSearch = z.object({ type: lenient(z.enum(RULES)) });

import * as z from "zod/mini";
import { lenient } from "@/lib/search";
import { RULES } from "./rules";

/** Which rule's insights are shown. */
export const insightsSearch = z.object({ type: lenient(z.enum(RULES)) });

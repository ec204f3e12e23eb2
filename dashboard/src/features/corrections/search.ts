import * as z from "zod/mini";
import { lenient } from "@/lib/search";

export const correctionsSearch = z.object({
  /** The revision that is open, or `new`. */
  open: lenient(z.string()),
});

import * as z from "zod/mini";
import { lenient } from "@/lib/search";

/** Besides what every page keeps: the id of the snippet that is shown. */
export const setupSearch = z.object({ snippet: lenient(z.string()) });

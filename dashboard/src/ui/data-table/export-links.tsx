import { Download } from "lucide-react";
import type { Exports } from "@/lib/exports";

/** Files of exactly what the table holds. */
export function ExportLinks({ exports }: { exports: Exports }) {
  return (
    <div className="flex justify-end gap-2 px-4 py-2.5">
      <a className="control h-7 px-2 text-xs" href={exports.csv} download>
        <Download aria-hidden className="size-3" /> CSV
      </a>
      <a className="control h-7 px-2 text-xs" href={exports.ndjson} download>
        <Download aria-hidden className="size-3" /> NDJSON
      </a>
    </div>
  );
}

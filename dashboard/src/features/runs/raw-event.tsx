import { useState } from "react";
import { useEventText } from "@/api/events";
import { indentJson } from "@/lib/json";
import { CopyButton } from "@/ui/copy-button";
import { Loaded } from "@/ui/states";

/** The event as the API wrote it, digit for digit. */
export function RawEvent({ id, tenantId }: { id: string; tenantId: string | undefined }) {
  const [open, setOpen] = useState(false);
  const text = useEventText(id, tenantId);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="text-xs font-medium text-muted hover:text-text">Raw JSON</summary>
      {open && (
        <Loaded query={text}>
          {(json) => {
            const indented = indentJson(json);
            return (
              <div className="mt-2 space-y-2">
                <CopyButton text={indented} label="Copy" />
                <pre className="overflow-x-auto rounded-lg bg-sunken p-3 font-mono text-xs whitespace-pre-wrap break-all">
                  {indented}
                </pre>
              </div>
            );
          }}
        </Loaded>
      )}
    </details>
  );
}

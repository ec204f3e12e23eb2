import { Check, Copy } from "lucide-react";
import { useState } from "react";

/** A key in full, for the only time. */
export function NewKey({ secret, onClose }: { secret: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(secret).then(() => setCopied(true));
  const Icon = copied ? Check : Copy;
  return (
    <div className="space-y-4">
      <p className="text-[13px]">Keep it now: it is shown this once and stored nowhere.</p>
      <div className="flex gap-2">
        <input
          readOnly
          aria-label="The new key"
          value={secret}
          onFocus={(event) => event.target.select()}
          className="h-9 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-3 font-mono text-xs"
        />
        <button type="button" className="control h-9" onClick={() => void copy()}>
          <Icon aria-hidden className="size-3.5" />{" "}
          <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
        </button>
      </div>
      <div className="flex justify-end">
        <button type="button" className="primary" onClick={onClose}>
          I have it
        </button>
      </div>
    </div>
  );
}

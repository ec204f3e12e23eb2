import { CopyButton } from "@/ui/copy-button";

/** A key in full, for the only time. */
export function NewKey({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <div className="space-y-4">
      <p role="status" className="text-[13px]">
        Keep it now: it is shown this once and stored nowhere.
      </p>
      <div className="flex items-center gap-2 rounded-md bg-sunken p-2">
        <code data-key className="min-w-0 flex-1 font-mono text-xs break-all select-all">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy" what="Copy the key" />
      </div>
      <div className="flex justify-end">
        <button type="button" className="primary" onClick={onClose}>
          I have it
        </button>
      </div>
    </div>
  );
}

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

const SAID_MS = 1_500;

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<"copied" | "refused">();
  useEffect(() => {
    if (!state) return undefined;
    const timer = setTimeout(() => setState(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const onClick = () =>
    navigator.clipboard.writeText(text).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  const Icon = state === "copied" ? Check : Copy;
  return (
    <button type="button" className="control h-7 px-2 text-xs" onClick={() => void onClick()}>
      <Icon aria-hidden className="size-3" />
      <span aria-live="polite">
        {state === "copied" ? "Copied" : state === "refused" ? "Not allowed here" : label}
      </span>
    </button>
  );
}

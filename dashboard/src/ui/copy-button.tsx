import { Check, Copy, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { copy } from "@/lib/clipboard";

const SAID_MS = 2000;
const STATES = {
  ready: { Icon: Copy, word: null },
  done: { Icon: Check, word: "Copied" },
  failed: { Icon: TriangleAlert, word: "Select and copy it by hand" },
};

interface Props {
  text: string;
  /** What the button says. */
  label: string;
  /** What a screen reader says, where that is more. */
  what?: string;
}

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label, what }: Props) {
  const [state, setState] = useState<keyof typeof STATES>("ready");
  useEffect(() => {
    if (state === "ready") return undefined;
    const timer = setTimeout(setState, SAID_MS, "ready");
    return () => clearTimeout(timer);
  }, [state]);
  const { Icon, word } = STATES[state];
  return (
    <button
      type="button"
      className="control h-7 px-2 text-xs"
      aria-label={what}
      onClick={async () => setState((await copy(text)) ? "done" : "failed")}
    >
      <Icon aria-hidden className="size-3" />
      <span aria-live="polite">{word ?? label}</span>
    </button>
  );
}

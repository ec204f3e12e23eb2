import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { isTyping } from "@/lib/keys";

const PAUSE_MS = 200;

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Of a second field on a page, which `/` does not lead to. */
  placeholder?: string;
}

/** A field that narrows a list after a short pause; `/` leads to it. */
export function SearchField({ label, value, onChange, placeholder }: Props) {
  const ref = useRef<HTMLInputElement>(null);
  const latest = useRef(onChange);
  latest.current = onChange;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => latest.current(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  const second = placeholder !== undefined;
  useEffect(() => {
    if (second) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || isTyping(event)) return;
      event.preventDefault();
      ref.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [second]);
  return (
    <label className="control w-44 focus-within:border-accent">
      <Search aria-hidden className="size-3.5 shrink-0 text-muted" />
      <span className="sr-only">{label}</span>
      <input
        ref={ref}
        type="search"
        value={text}
        placeholder={placeholder ?? "Search  /"}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          // Leaves the field and keeps what it narrows to: j and k walk the list next.
          event.preventDefault();
          event.currentTarget.blur();
        }}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted"
      />
    </label>
  );
}

import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { isTyping } from "@/lib/keys";

const PAUSE_MS = 200;

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A field that narrows a list after a short pause; `/` leads to it. */
export function SearchField({ label, value, onChange }: Props) {
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
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || isTyping(event)) return;
      event.preventDefault();
      ref.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <label className="control w-44 focus-within:border-accent">
      <Search aria-hidden className="size-3.5 shrink-0 text-muted" />
      <span className="sr-only">{label}</span>
      <input
        ref={ref}
        type="search"
        value={text}
        placeholder="Search  /"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted"
      />
    </label>
  );
}

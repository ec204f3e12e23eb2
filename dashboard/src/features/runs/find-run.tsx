import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { type FormEvent, useEffect, useRef } from "react";
import { isTyping } from "@/lib/keys";

/** Opens a run by its id; `/` leads to the field. */
export function FindRun() {
  const ref = useRef<HTMLInputElement>(null);
  const navigate = useNavigate({ from: "/runs/" });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || isTyping(event)) return;
      event.preventDefault();
      ref.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const run = ref.current?.value.trim();
    if (run) void navigate({ to: "/runs/$run", params: { run }, search: (before) => before });
  };
  return (
    <form onSubmit={onSubmit}>
      <label className="control w-64 max-w-full focus-within:border-accent">
        <Search aria-hidden className="size-3.5 shrink-0 text-muted" />
        <span className="sr-only">Run id</span>
        <input
          ref={ref}
          type="search"
          spellCheck={false}
          placeholder="Open a run by its id  /"
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted"
        />
      </label>
    </form>
  );
}

import { type FormEvent, useEffect, useState } from "react";
import { useSetSearch } from "@/lib/view";
import { Field } from "@/ui/form";

const FIELDS = [
  ["provider", "Provider", "openai"],
  ["model", "Model", "gpt-4o"],
  ["customer", "Customer", "any"],
  ["service_tier", "Service tier", "none"],
  ["at", "At (UTC)", "now"],
] as const;
type Name = (typeof FIELDS)[number][0];
const HOW_AT = "An instant, 2026-11-21T17:00:00Z, or a day, 2026-11-21";

/** Whose call it is. The URL holds it. */
export function ExplainForm({ query }: { query: Partial<Record<Name, string>> }) {
  const setSearch = useSetSearch();
  const { provider, model, customer, service_tier, at } = query;
  const [typed, setTyped] = useState<Partial<Record<Name, string>>>({});
  useEffect(
    () => setTyped({ provider, model, customer, service_tier, at }),
    [provider, model, customer, service_tier, at],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSearch(Object.fromEntries(FIELDS.map(([name]) => [name, typed[name]?.trim() || undefined])));
  };
  return (
    <form
      onSubmit={submit}
      className="grid grid-cols-2 items-end gap-3 px-4 pb-4 md:grid-cols-3 xl:grid-cols-[1fr_1.4fr_1fr_1fr_1.2fr_auto]"
    >
      {FIELDS.map(([name, label, placeholder]) => (
        <Field
          key={name}
          label={label}
          required={name === "provider"}
          value={typed[name] ?? ""}
          placeholder={placeholder}
          title={name === "at" ? HOW_AT : undefined}
          onChange={({ target }) => setTyped((before) => ({ ...before, [name]: target.value }))}
        />
      ))}
      <button type="submit" className="primary h-9 justify-center">
        Explain
      </button>
    </form>
  );
}

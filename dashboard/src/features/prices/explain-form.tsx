import type { FormEvent } from "react";
import type { ExplainQuery } from "@/api/prices";
import { useSetSearch } from "@/lib/view";
import { Field, textOf } from "@/ui/form";

const NAMES = ["provider", "model", "customer", "service_tier", "at"] as const;

/** Whose call it is. The URL holds it. */
export function ExplainForm({ query }: { query: ExplainQuery }) {
  const setSearch = useSetSearch();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setSearch(Object.fromEntries(NAMES.map((name) => [name, textOf(fields, name) ?? undefined])));
  };
  return (
    <form
      onSubmit={submit}
      className="grid grid-cols-2 items-end gap-3 px-4 pb-4 md:grid-cols-3 xl:grid-cols-[1fr_1.4fr_1fr_1fr_1.2fr_auto]"
    >
      <Field label="Provider" name="provider" required defaultValue={query.provider} placeholder="openai" />
      <Field label="Model" name="model" defaultValue={query.model} placeholder="gpt-4o" />
      <Field label="Customer" name="customer" defaultValue={query.customer} placeholder="any" />
      <Field label="Service tier" name="service_tier" defaultValue={query.service_tier} placeholder="none" />
      <Field
        label="At (UTC)"
        name="at"
        defaultValue={query.at}
        placeholder="now"
        title="An instant, 2026-11-21T17:00:00Z, or a day, 2026-11-21"
      />
      <button type="submit" className="primary h-9 justify-center">
        Explain
      </button>
    </form>
  );
}

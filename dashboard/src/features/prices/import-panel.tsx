import { type FormEvent, useState } from "react";
import { type PriceFile, useDryRun, useImport } from "@/api/price-imports";
import { Card } from "@/ui/card";
import { Fault, Field, SelectField, textOf } from "@/ui/form";
import { ErrorState } from "@/ui/states";
import { DryRun } from "./dry-run";
import { FORMATS, formatOf, instantOf } from "./price-file";

/** A file, what it would change, and only then the import. */
export default function ImportPanel({ onClose }: { onClose: () => void }) {
  const dryRun = useDryRun();
  const doImport = useImport();
  const [file, setFile] = useState<File | null>(null);
  const [format, setFormat] = useState("csv");
  const [source, setSource] = useState("");
  const [fault, setFault] = useState("");
  /** What the dry run was of: exactly that is imported. */
  const [checked, setChecked] = useState<PriceFile | null>(null);

  const forget = () => {
    setFault("");
    setChecked(null);
    dryRun.reset();
    doImport.reset();
  };
  const choose = (chosen: File | undefined) => {
    forget();
    setFile(chosen ?? null);
    if (!chosen) return;
    setFormat(formatOf(chosen.name) ?? format);
    setSource(chosen.name);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    forget();
    if (!file) return setFault("Choose a file.");
    const from = instantOf(textOf(new FormData(event.currentTarget), "from"));
    const asked = { file, format, source: source.trim(), from };
    dryRun.mutate(asked, { onSuccess: () => setChecked(asked) });
  };
  const fresh = checked && !dryRun.data?.same_as ? checked : null;
  return (
    <Card title="Import a file">
      <form
        onSubmit={submit}
        onChange={forget}
        className="grid items-end gap-3 px-4 pb-4 sm:grid-cols-2 xl:grid-cols-[2fr_1fr_2fr_1fr_auto_auto]"
      >
        <Field
          label="File"
          type="file"
          accept=".csv,.json"
          onChange={({ target }) => choose(target.files?.[0])}
          className="file:text-[13px] [&_input]:py-1.5"
        />
        <SelectField
          label="Format"
          value={format}
          options={FORMATS}
          onChange={({ target }) => setFormat(target.value)}
        />
        <Field
          label="Source"
          required
          value={source}
          placeholder="Where the file comes from"
          onChange={({ target }) => setSource(target.value)}
        />
        <Field
          label="From (UTC day)"
          name="from"
          type="date"
          title="Prices without dates hold from then on; without it from now on, those of genai-prices since ever"
        />
        <button type="submit" disabled={dryRun.isPending} className="primary h-9 justify-center">
          {dryRun.isPending ? "Looking…" : "See what changes"}
        </button>
        <button type="button" className="control h-9 justify-center" onClick={onClose}>
          Cancel
        </button>
      </form>
      <div aria-live="polite" className="space-y-4 px-4 pb-4 empty:hidden">
        {fault && <Fault>{fault}</Fault>}
        {dryRun.error && <ErrorState error={dryRun.error} />}
        {dryRun.data && <DryRun result={dryRun.data} />}
        {doImport.error && <ErrorState error={doImport.error} />}
        {fresh && (
          <div className="flex flex-wrap items-center justify-end gap-3 border-t pt-4">
            <p className="mr-auto text-[13px] text-muted">
              Nothing is changed yet. The import holds for every tenant; it can be retired.
            </p>
            <button
              type="button"
              disabled={doImport.isPending}
              className="primary"
              onClick={() => doImport.mutate(fresh, { onSuccess: onClose })}
            >
              {doImport.isPending ? "Importing…" : "Import it"}
            </button>
          </div>
        )}
      </div>
    </Card>
  );
}

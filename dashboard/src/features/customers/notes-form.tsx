import { type FormEvent, useState } from "react";
import type { Schemas } from "@/api/client";
import { useNoteCustomer } from "@/api/customers";
import { isolated } from "@/lib/isolated";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";
import { labelsOf, textOf } from "./labels";

interface Props {
  detail: Schemas["CustomerDetailView"];
  tenantId: string | undefined;
  onClose: () => void;
}

/** Edits what is noted about a customer. Its other ids stay as they are. */
export default function NotesForm({ detail, tenantId, onClose }: Props) {
  const note = useNoteCustomer(detail.customer, tenantId);
  const [fault, setFault] = useState("");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => String(fields.get(name) ?? "").trim() || null;
    const labels = labelsOf(text("labels") ?? "");
    if (typeof labels === "string") return setFault(labels);
    const aliases = detail.aliases.map(({ id, since }) => ({ id, since }));
    note.mutate({ name: text("name"), plan: text("plan"), labels, aliases }, { onSuccess: onClose });
  };
  return (
    <Dialog title={`What is noted about ${isolated(detail.customer)}`} onClose={onClose}>
      <form onSubmit={submit} className="space-y-3">
        <Field label="Name" name="name" value={detail.name ?? ""} />
        <Field label="Plan" name="plan" value={detail.plan ?? ""} />
        <label className="block text-[13px] font-medium">
          Labels, one a line as name=value
          <textarea
            name="labels"
            rows={4}
            defaultValue={textOf(detail.labels)}
            className="mt-1 w-full rounded-md border border-line-strong bg-surface px-3 py-2 font-mono text-xs"
          />
        </label>
        {fault && (
          <p role="alert" className="text-[13px] text-bad">
            {fault}
          </p>
        )}
        {note.error && <ErrorState error={note.error} />}
        <div className="flex justify-end gap-2">
          <button type="button" className="control" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" disabled={note.isPending} className="primary">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Field({ label, name, value }: { label: string; name: string; value: string }) {
  return (
    <label className="block text-[13px] font-medium">
      {label}
      <input
        name={name}
        defaultValue={value}
        className="mt-1 h-9 w-full rounded-md border border-line-strong bg-surface px-3"
      />
    </label>
  );
}

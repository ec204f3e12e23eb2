import { type FormEvent, useState } from "react";
import { useMakeKey } from "@/api/keys";
import { Dialog } from "@/ui/dialog";
import { Fault, Field, textOf } from "@/ui/form";
import { ErrorState } from "@/ui/states";
import { NewKey } from "./new-key";
import { daysOf } from "./values";

const SCOPES = [
  ["events:write", "send events"],
  ["costs:read", "read costs and prices"],
  ["runs:read", "read runs and single events"],
  ["admin", "change prices, keys and what is stored"],
] as const;

interface Props {
  tenantId: string | undefined;
  onClose: () => void;
}

/** Makes a key and shows it, this once. */
export default function KeyForm({ tenantId, onClose }: Props) {
  const make = useMakeKey(tenantId);
  const [fault, setFault] = useState("");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const scopes = fields.getAll("scopes").map(String);
    const days = daysOf(textOf(fields, "days"));
    if (scopes.length === 0) return setFault("A key needs a scope.");
    if (typeof days === "string") return setFault(days);
    setFault("");
    make.mutate({ name: textOf(fields, "name") ?? "", scopes, expires_in_days: days });
  };
  if (make.data) {
    return (
      <Dialog title="The new key" onClose={onClose}>
        <NewKey secret={make.data.key} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog title="New API key" onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <div className="grid grid-cols-[2fr_1fr] gap-3">
          <Field label="Name" name="name" placeholder="checkout service" />
          <Field label="Works for days" name="days" inputMode="numeric" placeholder="ever" />
        </div>
        <fieldset className="space-y-1.5 text-[13px]">
          <legend className="mb-1 font-medium">What its holder may do</legend>
          {SCOPES.map(([scope, words]) => (
            <label key={scope} className="flex items-center gap-2">
              <input
                type="checkbox"
                name="scopes"
                value={scope}
                defaultChecked={scope === "events:write"}
                className="accent-accent"
              />
              <code className="font-mono text-xs">{scope}</code>
              <span className="text-muted">{words}</span>
            </label>
          ))}
        </fieldset>
        {fault && <Fault>{fault}</Fault>}
        {make.error && <ErrorState error={make.error} />}
        <div className="flex justify-end gap-2">
          <button type="button" className="control" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" disabled={make.isPending} className="primary">
            Make the key
          </button>
        </div>
      </form>
    </Dialog>
  );
}

import { type FormEvent, useState } from "react";
import { type NewRevision, useRevise } from "@/api/revisions";
import { useView } from "@/lib/view";
import { Dialog } from "@/ui/dialog";
import { Fault, Field, textOf } from "@/ui/form";
import { Segments } from "@/ui/segments";
import { ErrorState } from "@/ui/states";
import { useBegun } from "./begun";
import { KINDS, type Kind, revisionOf } from "./draft";
import { PreviewOf } from "./preview-of";

interface Props {
  tenantId: string | undefined;
  onClose: () => void;
}

/** A change of what is stored: what it is, then what it would do, then doing it. */
export default function RevisionForm({ tenantId, onClose }: Props) {
  const { timeZone } = useView();
  const revise = useRevise(tenantId);
  const begun = useBegun();
  const [kind, setKind] = useState<Kind>("reprice");
  const [fault, setFault] = useState("");
  const [asked, setAsked] = useState<NewRevision | null>(null);
  const [known, setKnown] = useState(false);
  const forget = () => {
    setFault("");
    setAsked(null);
    setKnown(false);
    revise.reset();
  };
  const look = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    forget();
    const fields = new FormData(event.currentTarget);
    const revision = revisionOf(kind, (name) => textOf(fields, name), timeZone);
    if (typeof revision === "string") setFault(revision);
    else setAsked(revision);
  };
  const finish = () => {
    begun();
    onClose();
  };
  return (
    <Dialog title="New correction" onClose={onClose} wide>
      <form onSubmit={look} onChange={forget} className="space-y-4">
        <Segments
          label="What it does"
          value={kind}
          options={KINDS}
          onChange={(next) => {
            forget();
            setKind(next);
          }}
        />
        <Fields kind={kind} />
        <Field label="Reason" name="reason" required hint="Kept with every event that changes." />
        {fault && <Fault>{fault}</Fault>}
        <button type="submit" className="control">
          See what changes
        </button>
      </form>
      {asked && (
        <div className="mt-4 space-y-4">
          <PreviewOf body={asked} tenantId={tenantId} onKnown={() => setKnown(true)} />
          {revise.error && <ErrorState error={revise.error} />}
          <div className="flex justify-end gap-2">
            <button type="button" className="control" onClick={onClose}>
              Cancel
            </button>
            <button
              type="button"
              disabled={!known || revise.isPending}
              className="primary"
              onClick={() => revise.mutate(asked, { onSuccess: finish })}
            >
              Change it
            </button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Fields({ kind }: { kind: Kind }) {
  const { timeZone } = useView();
  if (kind === "void") {
    return (
      <label className="block text-[13px] font-medium">
        Ids of the events, at most 1,000
        <textarea
          name="events"
          rows={4}
          className="mt-1 w-full rounded-md border border-line-strong bg-surface px-3 py-2 font-mono text-xs"
        />
      </label>
    );
  }
  return (
    <div className="grid grid-cols-2 gap-3">
      {kind === "reassign" && (
        <>
          <Field label="From the customer" name="from" placeholder="calls without one" />
          <Field label="To the customer" name="to" placeholder="nobody" />
        </>
      )}
      <Field label={`Since (day in ${timeZone})`} name="since" type="date" />
      <Field label="Up to the day before" name="until" type="date" />
      {kind === "reprice" && (
        <label className="col-span-2 flex items-center gap-2 text-[13px]">
          <input type="checkbox" name="unpriced_only" className="accent-accent" />
          Only calls of which something has no price
        </label>
      )}
    </div>
  );
}

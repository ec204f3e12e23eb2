import { CircleCheck, Undo2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type Revision, useRevise, useRevision } from "@/api/revisions";
import { count, plural } from "@/lib/format";
import { useView } from "@/lib/view";
import { Money } from "@/ui/money";
import { ErrorState, Loaded } from "@/ui/states";
import { StepHead } from "./step-head";

interface Props {
  revision: string;
  onBegun: (revision: string) => void;
  onClose: () => void;
}

/** How far a revision is, what it changed, and taking it back. */
export function Outcome({ revision: id, onBegun, onClose }: Props) {
  const { tenantId } = useView();
  const query = useRevision(id, tenantId);
  return (
    <Loaded query={query} lines={3}>
      {(revision) =>
        revision.state === "done" ? (
          <Done key={revision.id} revision={revision} onBegun={onBegun} onClose={onClose} />
        ) : (
          <Running revision={revision} />
        )
      }
    </Loaded>
  );
}

function Running({ revision }: { revision: Revision }) {
  return (
    <div role="status" className="space-y-3">
      <StepHead>{revision.kind === "undo" ? "Taking back" : "Re-pricing"}…</StepHead>
      <progress aria-label="Progress" className="h-1.5 w-full accent-accent" />
      <p className="text-[13px] text-muted">
        {plural(revision.examined_events, "event")} looked at, {count(revision.changed_events)} changed. It
        goes on when this is closed.
      </p>
    </div>
  );
}

function Done({ revision, onBegun, onClose }: { revision: Revision } & Omit<Props, "revision">) {
  const undone = revision.kind === "undo";
  return (
    <div className="space-y-4">
      <StepHead>{undone ? "Taken back" : "Re-priced"}</StepHead>
      <p className="flex items-start gap-2 text-[13px]">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
        <span>
          {plural(revision.changed_events, "event")} changed, which changed the totals by{" "}
          <Money usd={revision.cost_change_usd} signed className="font-semibold" />.
          {undone && " The price stays for calls to come."}
        </span>
      </p>
      <p className="text-xs text-muted">
        {revision.reason} · <code className="font-mono select-all">{revision.id}</code>
      </p>
      {revision.undone_by ? (
        <p className="text-[13px] text-muted">It was taken back by {revision.undone_by}.</p>
      ) : (
        !undone && <Undo revision={revision.id} onBegun={onBegun} />
      )}
      <div className="flex justify-end">
        <button type="button" className="primary" onClick={onClose}>
          Close
        </button>
      </div>
    </div>
  );
}

/** Every event becomes what it was before: asks why. */
function Undo({ revision, onBegun }: { revision: string; onBegun: Props["onBegun"] }) {
  const { tenantId } = useView();
  const revise = useRevise(tenantId);
  const [reason, setReason] = useState<string | null>(null);
  if (reason === null) {
    return (
      <button type="button" className="control" onClick={() => setReason("")}>
        <Undo2 aria-hidden className="size-3.5" /> Take it back
      </button>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    revise.mutate({ kind: "undo", revision, reason: reason.trim() }, { onSuccess: ({ id }) => onBegun(id) });
  };
  return (
    <form onSubmit={submit} className="space-y-2">
      <label className="block text-xs text-muted">
        Why it is taken back
        <input
          // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was just pressed
          autoFocus
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="mt-1 h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-[13px]"
        />
      </label>
      {revise.error && <ErrorState error={revise.error} />}
      <button type="submit" className="control" disabled={revise.isPending}>
        <Undo2 aria-hidden className="size-3.5" /> Take it back
      </button>
    </form>
  );
}

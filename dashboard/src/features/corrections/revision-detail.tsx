import { useState } from "react";
import { useResume } from "@/api/revision-list";
import { type Revision, useRevise } from "@/api/revisions";
import { useIsAdmin } from "@/features/session/admin";
import { count } from "@/lib/format";
import { formatInstant } from "@/lib/time";
import { Dialog } from "@/ui/dialog";
import { Facts } from "@/ui/facts";
import { Money } from "@/ui/money";
import ReasonDialog from "@/ui/reason-dialog";
import { ErrorState } from "@/ui/states";
import { useBegun } from "./begun";
import { PreviewOf } from "./preview-of";

interface Props {
  revision: Revision;
  tenantId: string | undefined;
  timeZone: string;
  onClose: () => void;
}

/** All that is kept of a revision; from here it is taken back, or gone on with. */
export default function RevisionDetail({ revision, tenantId, timeZone, onClose }: Props) {
  const [undoing, setUndoing] = useState(false);
  const [known, setKnown] = useState(false);
  const isAdmin = useIsAdmin();
  const revise = useRevise(tenantId);
  const resume = useResume(tenantId);
  const begun = useBegun();
  const { id, kind, reason, state } = revision;
  const finish = () => {
    begun();
    onClose();
  };
  if (undoing) {
    return (
      <ReasonDialog
        title={`Undo: ${kind}`}
        action="Undo it"
        wide
        pending={revise.isPending}
        error={revise.error}
        disabled={!known}
        onConfirm={(why) => revise.mutate({ kind: "undo", revision: id, reason: why }, { onSuccess: finish })}
        onClose={onClose}
      >
        <p>Every event that it changed becomes what it was before.</p>
        <PreviewOf
          body={{ kind: "undo", revision: id, reason: "preview" }}
          tenantId={tenantId}
          onKnown={() => setKnown(true)}
        />
      </ReasonDialog>
    );
  }
  const { created_at, made_by, finished_at, undone_by, cost_change_usd } = revision;
  return (
    <Dialog title={`Revision: ${kind}`} onClose={onClose}>
      <Facts
        facts={[
          [
            "Id",
            <code key="id" className="font-mono text-xs select-all">
              {id}
            </code>,
          ],
          ["Reason", reason],
          ["Asked for", `${formatInstant(created_at, timeZone)} by ${made_by}`],
          ["Finished", finished_at ? formatInstant(finished_at, timeZone) : "not yet"],
          ["Events", `${count(revision.changed_events)} of ${count(revision.examined_events)} changed`],
          ["Effect", <Money key="effect" usd={cost_change_usd} signed />],
          [
            "Taken back",
            undone_by ? (
              <code key="by" className="font-mono text-xs">
                {undone_by}
              </code>
            ) : (
              "no"
            ),
          ],
        ]}
      />
      {resume.error && <ErrorState error={resume.error} />}
      {isAdmin && (
        <div className="mt-4 flex justify-end gap-2">
          {state === "running" && (
            <button
              type="button"
              className="control"
              onClick={() => resume.mutate(id, { onSuccess: finish })}
            >
              Go on with it
            </button>
          )}
          {!undone_by && (
            <button type="button" className="control text-bad" onClick={() => setUndoing(true)}>
              Undo…
            </button>
          )}
        </div>
      )}
    </Dialog>
  );
}

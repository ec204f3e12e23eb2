import { useEffect } from "react";
import { type NewRevision, usePreview } from "@/api/revisions";
import { formatInstant } from "@/lib/time";
import { useView } from "@/lib/view";
import { Loaded } from "@/ui/states";
import { Effect } from "./effect";

interface Props {
  body: NewRevision;
  tenantId: string | undefined;
  /** What it would do is in sight. */
  onKnown: () => void;
}

/** What a revision would do. It is done only after this was seen. */
export function PreviewOf({ body, tenantId, onKnown }: Props) {
  const preview = usePreview(body, tenantId);
  const { timeZone } = useView();
  const known = preview.isSuccess && !preview.isPlaceholderData;
  useEffect(() => {
    if (known) onKnown();
  }, [known, onKnown]);
  return (
    <Loaded query={preview} lines={3}>
      {(effect) => (
        <>
          <Effect title="What it would change" effect={effect} />
          {effect.events_from && (
            <p className="text-xs text-muted">
              Single events before {formatInstant(effect.events_from, timeZone)} are no longer kept: they stay
              as they were summed.
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}

import type { Schemas } from "@/api/client";
import { plural } from "@/lib/format";
import { Card } from "@/ui/card";
import { FULL } from "./words";

/** What waits for its commit, and what to do when that is much. */
export function Queue({ queue }: { queue: Schemas["QueueView"] }) {
  const { fullness_percent: percent, events } = queue;
  const full = percent >= FULL;
  return (
    <Card title="Ingest queue">
      <div className="space-y-3 px-4 pt-1 pb-4 text-[13px]">
        <p className="flex items-baseline justify-between">
          <span className="text-2xl font-semibold tracking-tight tabular-nums">{percent}%</span>
          <span className="text-muted">{plural(events, "event")} waiting</span>
        </p>
        <meter
          aria-label="How full the queue is"
          min={0}
          max={100}
          high={FULL}
          value={percent}
          className="block h-2 w-full"
        >
          {percent}%
        </meter>
        {full && (
          <p role="alert" className="rounded-md bg-bad-soft p-3">
            From {FULL}% on the collector asks for no more traffic.
          </p>
        )}
        <details open={full || undefined}>
          <summary className="font-medium">What to do when it is full</summary>
          <ul className="mt-2 list-disc space-y-1 pl-5 text-muted">
            <li>
              Nothing is lost: senders get 503 with <code className="font-mono">Retry-After</code> and send
              the same events again. A repeated event counts once.
            </li>
            <li>Look whether the database answers and has room: the queue empties by its commits.</li>
            <li>
              A queue that stays full needs a faster disk or database, or a larger{" "}
              <code className="font-mono">ingest.queue_bytes</code> in the settings file.
            </li>
          </ul>
        </details>
      </div>
    </Card>
  );
}

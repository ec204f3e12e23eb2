import { CircleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { useEvent } from "@/api/events";
import { plural } from "@/lib/format";
import { useView } from "@/lib/view";
import { Money } from "@/ui/money";
import { Loaded } from "@/ui/states";
import { Adjustments } from "./adjustments";
import type { Span } from "./layout";
import { RawEvent } from "./raw-event";
import { Named, SpanFacts } from "./span-facts";
import { spanName } from "./span-name";
import { UsageLines } from "./usage-lines";

interface Props {
  span: Span;
  /** Where an event is in the tree. */
  placeOf: (eventId: string) => number | undefined;
  onOpen: (place: number | undefined) => void;
  onClose: () => void;
}

/** Everything about one span. What the tree knows is there at once; the rest comes with the event. */
export default function SpanPanel({ span, placeOf, onOpen, onClose }: Props) {
  const { tenantId } = useView();
  const { event, subtree } = span.node;
  const detail = useEvent(event.id, tenantId);
  const below = span.end - span.index - 1;
  const billedBy = event.duplicate_of;
  return (
    <aside
      aria-label="The open span"
      data-event={event.id}
      className="overflow-y-auto border-line bg-surface max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-20 max-lg:max-h-[60dvh] max-lg:rounded-t-xl max-lg:border-t max-lg:shadow-float lg:max-h-[68vh] lg:border-l"
    >
      <header className="sticky top-0 z-10 flex items-start gap-2 border-b bg-surface px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <h3 className="truncate text-sm font-semibold">{spanName(event)}</h3>
          <p className="truncate text-xs text-muted" title={event.id}>
            {event.id}
          </p>
        </div>
        <button type="button" aria-label="Close" className="rounded p-1 hover:bg-sunken" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </button>
      </header>
      <div className="space-y-4 px-4 py-3 text-[13px]">
        {span.failed && (
          <Note tone="bad">
            Ended as <strong>{event.status}</strong>
          </Note>
        )}
        {billedBy && (
          <Note tone="warn">
            Another report of one call, which is billed by{" "}
            {placeOf(billedBy) === undefined ? (
              <span className="break-all">{billedBy}</span>
            ) : (
              <button
                type="button"
                className="break-all text-accent underline"
                onClick={() => onOpen(placeOf(billedBy))}
              >
                {billedBy}
              </button>
            )}
          </Note>
        )}
        <dl className="grid grid-cols-2 gap-2">
          <Amount label="This span">
            <Money usd={event.cost_usd} />
          </Amount>
          {below > 0 && (
            <Amount label={`With ${plural(below, "span")} below`}>
              <Money usd={subtree.cost_usd} />
            </Amount>
          )}
        </dl>
        <UsageLines event={event} />
        <SpanFacts span={span} />
        <Named title="Tags" values={event.tags} />
        <Named title="Metadata" values={event.metadata} />
        <Loaded query={detail} lines={2}>
          {({ adjustments }) => <Adjustments adjustments={adjustments} />}
        </Loaded>
        <RawEvent id={event.id} tenantId={tenantId} />
      </div>
    </aside>
  );
}

function Amount({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="rounded-lg bg-sunken px-3 py-2">
      <dt className="truncate text-xs text-muted">{label}</dt>
      <dd className="text-base font-semibold">{children}</dd>
    </div>
  );
}

function Note({ tone, children }: { tone: "bad" | "warn"; children: ReactNode }) {
  const colours = tone === "bad" ? ["bg-bad-soft", "text-bad"] : ["bg-warn-soft", "text-warn"];
  return (
    <p className={`flex items-start gap-2 rounded-lg px-3 py-2 ${colours[0]}`}>
      <CircleAlert aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${colours[1]}`} />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

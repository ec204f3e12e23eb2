import { Link } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";
import type { Schemas } from "@/api/client";
import { useLatestEvent } from "@/api/latest-event";
import { formatInstant } from "@/lib/time";
import { useView } from "@/lib/view";
import { Card } from "@/ui/card";
import { Money } from "@/ui/money";
import { ErrorState } from "@/ui/states";

/** Waits for the first event, and says when it is there. */
export function FirstEvent() {
  const { tenantId } = useView();
  const { data: event, error, refetch } = useLatestEvent(tenantId);
  return (
    <Card title="First event">
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <div role="status" data-arrived={Boolean(event)} className="px-4 pb-4 text-[13px]">
          {event ? <Arrived event={event} /> : <Waiting />}
        </div>
      )}
    </Card>
  );
}

function Waiting() {
  return (
    <p className="flex items-center gap-3 rounded-md bg-sunken p-3">
      <span aria-hidden className="size-2.5 shrink-0 animate-pulse rounded-full bg-warn" />
      Waiting for the first event. This page sees it by itself.
    </p>
  );
}

function Arrived({ event }: { event: Schemas["EventView"] }) {
  const { timeZone } = useView();
  return (
    <div className="rounded-md bg-good-soft p-3">
      <p className="flex items-center gap-2 font-medium text-good">
        <CircleCheck aria-hidden className="size-4" /> Events arrive
      </p>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-xs">
        <Fact name="Latest">{formatInstant(event.timestamp, timeZone)}</Fact>
        <Fact name="Model">{event.model ?? event.provider}</Fact>
        <Fact name="Customer">{event.customer_id ?? "none named"}</Fact>
        <Fact name="Cost">
          <Money usd={event.cost_usd} />
        </Fact>
      </dl>
      <Link to="/runs/$run" params={{ run: event.run_id }} className="control mt-3">
        Look at its run
      </Link>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

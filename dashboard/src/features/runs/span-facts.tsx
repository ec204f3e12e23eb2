import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { count, duration } from "@/lib/format";
import { nano } from "@/lib/money";
import { formatInstant } from "@/lib/time";
import { useView } from "@/lib/view";
import { Money } from "@/ui/money";
import type { Span } from "./layout";

/** What else is known about a span; what it has not is left out. */
export function SpanFacts({ span }: { span: Span }) {
  const { timeZone } = useView();
  const { event } = span.node;
  const facts: [string, ReactNode][] = [
    ["Status", event.status],
    ["Kind", event.span_type],
    ["Began", `${formatInstant(event.timestamp, timeZone)}, ${duration(span.start)} into the run`],
    ["Duration", event.latency_ms == null ? null : duration(event.latency_ms)],
    ["Branch", duration(span.node.subtree_duration_ms)],
    ["Tokens", tokensOf(event)],
    ["Provider", event.provider],
    ["Model", event.model],
    ["Section", event.section_path],
    ["Customer", event.customer_id && <CustomerLink customer={event.customer_id} />],
    ["User", event.user_id],
    ["Session", event.session_id],
    ["Environment", event.environment],
    ["Endpoint", event.endpoint],
    ["Tier", event.service_tier],
    ["Paid by", event.paid_by === "customer" && "the customer"],
    ["It paid", nano(event.customer_paid_cost_usd) > 0n && <Money usd={event.customer_paid_cost_usd} />],
    ["Told cost", event.client_cost_usd && <Money usd={event.client_cost_usd} />],
    ["Response", event.response_id],
    ["API key", event.key],
    ["Label", event.semantic_label],
    ["Stream", event.is_streaming && (event.stream_cancelled ? "cut short" : "yes")],
    ["Reservation", event.reservation_id],
    ["Span", event.span_id],
    [
      "Span above",
      event.parent_span_id && `${event.parent_span_id}${span.node.parent_missing ? " (never sent)" : ""}`,
    ],
  ];
  return <List>{facts.map(([name, value]) => value && <Fact key={name} name={name} value={value} />)}</List>;
}

/** Tags or metadata: names that the client chose. */
export function Named({ title, values }: { title: string; values: Record<string, unknown> }) {
  const entries = Object.entries(values);
  if (entries.length === 0) return null;
  return (
    <div>
      <h4 className="mb-1 text-xs font-medium text-muted">{title}</h4>
      <List>
        {entries.map(([name, value]) => (
          <Fact key={name} name={name} value={typeof value === "string" ? value : JSON.stringify(value)} />
        ))}
      </List>
    </div>
  );
}

function List({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-3 gap-y-1">{children}</dl>;
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt className="truncate text-muted">{name}</dt>
      <dd className="break-words">{value}</dd>
    </>
  );
}

function CustomerLink({ customer }: { customer: string }) {
  return (
    <Link to="/customers/$customer" params={{ customer }} className="text-accent hover:underline">
      {customer}
    </Link>
  );
}

function tokensOf({ input_tokens: input, output_tokens: output }: Span["node"]["event"]): string | null {
  return input + output === 0 ? null : `${count(input)} in, ${count(output)} out`;
}

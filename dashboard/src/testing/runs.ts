import type { Schemas } from "@/api/client";
import { totals } from "./costs";

type Node = Schemas["NodeView"];
type Event = Schemas["EventView"];

const BEGINNING = Date.parse("2026-11-25T10:00:00Z");

/** A call that began so many milliseconds into a run, so deep in its tree. */
export function node(id: string, depth: number, start: number, event: Partial<Event> = {}): Node {
  const cost_usd = event.cost_usd ?? "0";
  return {
    depth,
    parent_event_id: null,
    parent_missing: false,
    subtree: totals(cost_usd),
    subtree_duration_ms: event.latency_ms ?? 0,
    event: {
      id,
      timestamp: new Date(BEGINNING + start).toISOString(),
      received_at: "2026-11-25T11:00:00Z",
      run_id: "run",
      span_id: id,
      span_type: "llm",
      section: "agent",
      section_path: "agent",
      provider: "openai",
      model: "gpt-4o",
      endpoint: "",
      status: "ok",
      tags: {},
      paid_by: "tenant",
      latency_ms: 0,
      input_tokens: 0,
      output_tokens: 0,
      cost_usd,
      customer_paid_cost_usd: "0",
      price_state: "priced",
      usage: [],
      is_streaming: false,
      stream_cancelled: false,
      metadata: {},
      ...event,
    },
  };
}

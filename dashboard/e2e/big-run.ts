import type { APIRequestContext } from "@playwright/test";

const BATCH = 2_000;
const MODELS = [
  ["openai", "gpt-4o"],
  ["anthropic", "claude-sonnet-4-5"],
  ["openai", "gpt-4o-mini"],
] as const;
const CALLS = 19;

/**
 * A run of so many spans: a job of tasks, each an agent with its calls, all one after another, some failed. The same every time;
 * sent again it stores nothing more.
 */
export async function sendRun(request: APIRequestContext, runId: string, spans: number) {
  const day = new Date().toISOString().slice(0, 10);
  const events = runEvents(runId, spans, Date.parse(`${day}T00:00:00Z`));
  for (let at = 0; at < events.length; at += BATCH) {
    const answer = await request.post("/events", { data: events.slice(at, at + BATCH) });
    if (!answer.ok()) throw new Error(await answer.text());
  }
}

function runEvents(run: string, spans: number, start: number) {
  const step = { run_id: run, provider: "internal", customer_id: "acme" };
  const events: object[] = [
    { ...step, id: `${run}-0`, span_id: "job", span_type: "workflow", section: "nightly", timestamp: start },
  ];
  for (let index = 1; index < spans; index++) {
    const task = Math.floor((index - 1) / (CALLS + 1));
    const place = (index - 1) % (CALLS + 1);
    const id = `${run}-${index}`;
    const timestamp = start + index * 40;
    events.push(
      place === 0
        ? {
            ...step,
            id,
            span_id: `task-${task}`,
            parent_span_id: "job",
            span_type: "agent",
            section: `agent:task-${task % 7}`,
            timestamp,
          }
        : {
            ...callEvent(index),
            ...{ run_id: run, customer_id: "acme", id, timestamp },
            parent_span_id: `task-${task}`,
          },
    );
  }
  return events;
}

function callEvent(index: number) {
  const [provider, model] = MODELS[index % MODELS.length] ?? MODELS[0];
  return {
    provider,
    model,
    span_id: `call-${index}`,
    section: "tool:search",
    latency_ms: 20 + ((index * 7919) % 60),
    status: index % 997 === 0 ? "error" : "ok",
    usage: { input: 100 + ((index * 31) % 900), output: 10 + ((index * 17) % 300) },
    tags: { team: "search" },
    event_metadata: { attempt: index % 3 },
  };
}

/** The cases of `sdk/wire`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { current } from "../../src/context.js";
import { amounts } from "../../src/event.js";
import {
  exportContext,
  type Recording,
  record,
  run,
  section,
  setTraceId,
  withContext,
  withCustomer,
  withSession,
  withTags,
  withUser,
} from "../../src/index.js";
import { setLogger } from "../../src/log.js";
import { Outbox } from "../../src/queue.js";
import { ANTHROPIC } from "../../src/readers/anthropic.js";
import { GOOGLE } from "../../src/readers/google.js";
import { OPENAI } from "../../src/readers/openai.js";
import { BEDROCK, COHERE, MISTRAL } from "../../src/readers/others.js";
import type { Api } from "../../src/readers/read.js";
import { Sender } from "../../src/sender.js";
import { type Answer, judge } from "../../src/verdict.js";
import type { Exact } from "../support/exact.js";
import { observing, Posts, wire } from "../support/observing.js";

const VOLATILE = ["id", "timestamp", "span_id", "parent_span_id", "latency_ms"];
const APIS: Record<string, Record<string, Api>> = {
  openai: OPENAI,
  groq: OPENAI,
  deepseek: OPENAI,
  anthropic: ANTHROPIC,
  google: GOOGLE,
  aws: BEDROCK,
  mistral: MISTRAL,
  cohere: COHERE,
};

/** The names of a case as TypeScript writes them. */
function camel(members: Exact): Exact {
  const renamed = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [renamed(name), value]));
}

/** Runs a function in a case's context. */
function inside(context: Exact, body: () => void): void {
  const scopes: ((inner: () => void) => void)[] = [
    (inner) => (context.customer_id === undefined ? inner() : withCustomer(context.customer_id, inner)),
    (inner) => (context.user_id === undefined ? inner() : withUser(context.user_id, inner)),
    (inner) => (context.session_id === undefined ? inner() : withSession(context.session_id, inner)),
    (inner) => (context.run_id === undefined ? inner() : run(context.run_id, inner)),
    (inner) => (context.tags === undefined ? inner() : withTags(context.tags, inner)),
    ...(context.sections ?? []).map((name: string) => (inner: () => void) => section(name, inner)),
    (inner) => {
      if (context.trace_id !== undefined) setTraceId(context.trace_id);
      inner();
    },
  ];
  scopes.reduceRight<() => void>((inner, scope) => () => scope(inner), body)();
}

for (const one of wire("events.json").cases) {
  test(`events: ${one.name}`, async () => {
    const posts = await observing(camel(one.settings), () =>
      inside(one.context, () => record(camel(one.record) as Recording)),
    );
    const event = posts.call;
    for (const name of ["id", "timestamp", "span_id"]) assert.ok(event[name], name);
    const ignored = one.run_is_made ? [...VOLATILE, "run_id"] : VOLATILE;
    for (const name of ignored) delete event[name];
    assert.deepEqual(event, one.event);
  });
}

for (const one of wire("answers.json").cases) {
  test(`answers: ${one.name}`, () => {
    setLogger(null);
    const apis = Object.values(APIS[one.provider] ?? {});
    const api = apis.find(({ endpoint }) => endpoint === one.endpoint);
    assert.ok(api, `${one.provider} ${one.endpoint}`);
    let { answer } = one;
    if (one.stream !== undefined) {
      answer = {};
      for (const event of one.stream) api.fold?.(answer, event);
    }
    const { usage, model, responseId, serviceTier } = api.read(one.request, answer);
    const reading = { usage: amounts(usage), model, response_id: responseId, service_tier: serviceTier };
    assert.deepEqual(JSON.parse(JSON.stringify(reading)), one.reading);
  });
}

function answerOf(answer: Exact): Answer {
  return { status: answer.status, body: answer.body ?? "", retryAfter: answer.headers?.["Retry-After"] };
}

for (const one of wire("retries.json").answers) {
  test(`retries: ${one.name}`, () => {
    const verdict = judge(answerOf(one), one.sent);
    assert.equal(verdict.outcome, one.outcome);
    assert.deepEqual(
      verdict.rejected.map(([index]) => index),
      one.rejected ?? [],
    );
    assert.equal(verdict.wait, one.wait);
  });
}

for (const one of wire("retries.json").sequences) {
  test(`retries: ${one.name}`, async () => {
    setLogger(null);
    let now = 0;
    const answers = one.answers.map((answer: Exact | null) =>
      answer === null ? new Error() : answerOf(answer),
    );
    const posts = new Posts([...answers]);
    const sender = new Sender(new Outbox(100, 1_000_000, () => now), posts.post, () => 1);
    const destination = { collectorUrl: "http://collector", apiKey: undefined };
    for (let number = 0; number < one.events; number += 1) {
      sender.outbox.put(destination, JSON.stringify({ id: `e${number}` }), 500);
    }
    while (sender.outbox.events > 0) {
      now += sender.outbox.nextDue() ?? 0;
      await sender.deliver();
    }
    sender.stop();
    assert.deepEqual(
      posts.batches.map((batch) => batch.events.length),
      one.attempts,
    );
    const delivered = posts.batches.flatMap(({ events }, attempt) => {
      const answer = answers[attempt];
      if (answer instanceof Error || answer.status !== 201) return [];
      const refused = judge(answer, events.length).rejected.map(([index]) => index);
      return events.filter((_, index) => !refused.includes(index)).map((event) => event.id);
    });
    assert.deepEqual(delivered, one.delivered);
    assert.equal(sender.rejected, one.dropped.length);
  });
}

function same(got: Exact, expected: Exact): void {
  const isAny = expected.parent_span_id === "*";
  assert.ok(!isAny || got.parent_span_id);
  assert.deepEqual(isAny ? { ...got, parent_span_id: "*" } : got, expected);
}

for (const one of wire("context.json").exports) {
  test(`context: export of ${one.name}`, async () => {
    await observing({}, () => inside(one.context, () => same(exportContext(), one.exported)));
  });
}

for (const one of wire("context.json").imports) {
  test(`context: ${one.name}`, async () => {
    await observing({}, () =>
      withContext(one.data, () => {
        same(exportContext(), one.exported);
        assert.equal(current().binding, undefined);
      }),
    );
  });
}

test("context: what is exported can be imported", async () => {
  await observing({}, () => {
    const exported = withCustomer("alice", () =>
      section("agent:a", () => withTags({ plan: "pro" }, () => exportContext())),
    );
    withContext(JSON.parse(JSON.stringify(exported)), () => assert.deepEqual(exportContext(), exported));
  });
});

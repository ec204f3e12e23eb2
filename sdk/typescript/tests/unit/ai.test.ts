/** The AI SDK with its telemetry, over a provider that answers as it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createOpenAI } from "@ai-sdk/openai";
import * as ai from "ai";
import { z } from "zod";
import { aiTelemetry, getRunId, instrumentFetch, run } from "../../src/index.js";
import { observing } from "../support/observing.js";

const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };
const choices = [
  { index: 0, message: { role: "assistant", content: '{"words":[]}' }, finish_reason: "stop" },
];
const chat = { id: "c", object: "chat.completion", created: 1, model: "gpt-4o", choices, usage };
const data = [{ object: "embedding", index: 0, embedding: [0.1] }];
const embedding = { object: "list", model: "text-embedding-3-small", data, usage };

// It has warnings of its own, about what is old in it.
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const before = globalThis.fetch;
globalThis.fetch = async (input) => Response.json(String(input).includes("embeddings") ? embedding : chat);
instrumentFetch();
const watched = globalThis.fetch;
globalThis.fetch = before;

const provider = createOpenAI({ apiKey: "key", fetch: watched });
const value = "one";
const prompt = "Count.";
const schema = z.object({ words: z.array(z.string()) });
const twice = { integrations: [aiTelemetry(), aiTelemetry()] };
const once = { integrations: [aiTelemetry()] };

test("what HTTP sees of an embedding or an object is of the same run, and of no other", async () => {
  const calls: Record<string, () => PromiseLike<unknown>> = {
    embed: () => ai.embed({ model: provider.embedding("text-embedding-3-small"), value, telemetry: once }),
    object: () => ai.generateObject({ model: provider.chat("gpt-4o"), prompt, schema, telemetry: once }),
  };
  for (const [name, call] of Object.entries(calls)) {
    const posts = await observing({}, async () => {
      await call();
      await call();
    });
    const runs = posts.calls.map((event) => event.run_id);
    assert.equal(runs.length, 4, name);
    assert.ok(runs.every(Boolean), name);
    assert.equal(new Set(runs).size, 2, name);
    const inRun = await observing({}, () =>
      run("r", async () => {
        await call();
        assert.equal(getRunId(), "r");
      }),
    );
    assert.deepEqual(
      inRun.calls.map((event) => event.run_id),
      ["r", "r"],
      name,
    );
  }
});

test("what is registered twice counts once", async () => {
  const posts = await observing({}, async () => {
    await ai.generateText({ model: provider.chat("gpt-4o"), prompt, telemetry: twice });
    await ai.generateObject({ model: provider.chat("gpt-4o"), prompt, schema, telemetry: twice });
    await ai.embed({ model: provider.embedding("text-embedding-3-small"), value, telemetry: twice });
  });
  const told = posts.calls.filter((event) => event.span_type !== "http_fallback");
  assert.deepEqual(
    told.map((event) => event.endpoint),
    ["ai.languageModelCall", "ai.object", "ai.embed"],
  );
});

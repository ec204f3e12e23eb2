/** Every style of calling the @anthropic-ai/sdk package. */
import assert from "node:assert/strict";
import type * as current from "@anthropic-ai/sdk";
import * as llmobserve from "llmobserve-collector-sdk";
import type { Fakes } from "../support/fakes.js";
import type { Style } from "./check.js";

const about = (content: string) => ({
  model: "claude-sonnet-4-6",
  max_tokens: 2_000,
  messages: [{ role: "user" as const, content }],
});
const ask = about("Count.");

export function styles(anthropic: typeof current, fakes: Fakes): Style[] {
  const client = (more: object = {}) =>
    llmobserve.wrap(
      new anthropic.Anthropic({ apiKey: "key", baseURL: fakes.url("anthropic"), maxRetries: 0, ...more }),
    );
  const slow = () => client({ fetch: fakes.slowly("anthropic") });
  const read = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
    const all: T[] = [];
    for await (const one of stream) all.push(one);
    return all;
  };

  return [
    {
      name: "messages",
      async call() {
        const answer = await client().messages.create(ask);
        assert.equal(answer.content.length, 1);
      },
    },
    {
      name: "messages, caches of both lifetimes, thinking",
      call: async () =>
        client().messages.create({ ...ask, thinking: { type: "enabled", budget_tokens: 1_024 } }),
    },
    {
      name: "messages, web search",
      call: async () =>
        client().messages.create({ ...ask, tools: [{ type: "web_search_20250305", name: "web_search" }] }),
    },
    { name: "messages, beta", call: async () => client().beta.messages.create(ask) },
    {
      name: "messages, stream",
      async call() {
        const told = await read(await client().messages.create({ ...ask, stream: true }));
        assert.equal(told.at(-1)?.type, "message_stop");
      },
    },
    {
      name: "messages, stream helper",
      async call() {
        const stream = client().messages.stream(ask);
        const words: string[] = [];
        stream.on("text", (text) => words.push(text));
        assert.ok((await stream.finalMessage()).usage.output_tokens);
        assert.equal(words.join(""), "onetwothree");
      },
    },
    {
      name: "messages, stream closed early",
      async call() {
        // What was used until then is told, and is billed.
        const stream = slow().messages.stream(about("leave"));
        for await (const _ of stream) break;
        await assert.rejects(stream.done(), anthropic.APIUserAbortError);
      },
    },
    {
      name: "messages, stream aborted",
      async call() {
        const stream = slow().messages.stream(about("leave"));
        stream.on("streamEvent", () => stream.abort());
        await assert.rejects(stream.done(), anthropic.APIUserAbortError);
      },
    },
    {
      name: "messages, stream failed",
      async call() {
        const stream = await client().messages.create({ ...about("overloaded"), stream: true });
        await assert.rejects(read(stream), anthropic.APIError);
      },
    },
    {
      name: "messages, withResponse",
      async call() {
        const { data, response } = await client().messages.create(ask).withResponse();
        assert.ok(response.ok && data.content.length > 0);
      },
    },
    {
      name: "messages, asResponse",
      async call() {
        assert.ok(await (await client().messages.create(ask).asResponse()).json());
      },
    },
    {
      name: "messages, refused (429)",
      async call() {
        await assert.rejects(
          client().messages.create({ ...ask, model: "refused" }),
          anthropic.RateLimitError,
        );
      },
    },
  ];
}

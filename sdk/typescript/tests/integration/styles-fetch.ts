/** Requests of an application's own, by `fetch`. */
import assert from "node:assert/strict";
import { createOpenAI } from "@ai-sdk/openai";
import * as ai from "ai";
import * as llmobserve from "llmobserve-collector-sdk";
import OpenAI from "openai";
import { z } from "zod";
import type { Fakes } from "../support/fakes.js";
import type { Style } from "./check.js";

function post(url: string, body: object): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}

const messages = [{ role: "user" as const, content: "Count." }];

export function openaiStyles(fakes: Fakes): Style[] {
  const base = `${fakes.url("openai")}/v1`;
  const chat = (more: object = {}) =>
    post(`${base}/chat/completions`, { model: "gpt-4o-mini", messages, ...more });
  return [
    { name: "OpenAI chat", call: async () => (await chat()).json() },
    {
      name: "OpenAI chat, stream with usage asked for",
      async call() {
        const response = await chat({ stream: true, stream_options: { include_usage: true } });
        assert.match(await response.text(), /\[DONE\]/);
      },
    },
    {
      name: "OpenAI chat, stream of bytes with usage asked for",
      async call() {
        const { body } = await chat({ stream: true, stream_options: { include_usage: true } });
        let size = 0;
        for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) size += chunk.length;
        assert.ok(size > 0);
      },
    },
    { name: "OpenAI chat, stream", call: async () => (await chat({ stream: true })).text() },
    { name: "OpenAI chat, refused (429)", call: async () => (await chat({ model: "refused" })).text() },
    {
      name: "OpenAI responses, stream",
      async call() {
        const response = await post(`${base}/responses`, {
          model: "gpt-5-mini",
          input: "Count.",
          stream: true,
        });
        assert.match(await response.text(), /response.completed/);
      },
    },
    {
      name: "openai, which is recorded already",
      async call() {
        const client = llmobserve.wrap(new OpenAI({ apiKey: "key", baseURL: base, maxRetries: 0 }));
        await client.chat.completions.create({ model: "gpt-4o-mini", messages });
      },
    },
    {
      name: "ai, which is recorded already",
      call: async () =>
        ai.generateText({
          model: createOpenAI({ apiKey: "key", baseURL: base }).chat("gpt-4o-mini"),
          prompt: "Count.",
        }),
    },
    {
      name: "ai's embedding, which is recorded already",
      call: async () =>
        ai.embed({
          model: createOpenAI({ apiKey: "key", baseURL: base }).embedding("text-embedding-3-small"),
          value: "one",
        }),
    },
    {
      name: "ai's object, which is recorded already",
      untold: ["tier"],
      call: async () =>
        ai.generateObject({
          model: createOpenAI({ apiKey: "key", baseURL: base }).chat("gpt-4o-mini"),
          prompt: "Count.",
          schema: z.object({ words: z.array(z.string()) }),
        }),
    },
  ];
}

export function anthropicStyles(fakes: Fakes): Style[] {
  const ask = (more: object = {}) =>
    post(`${fakes.url("anthropic")}/v1/messages`, {
      model: "claude-sonnet-4-6",
      max_tokens: 9,
      messages,
      ...more,
    });
  return [
    { name: "Anthropic messages", call: async () => (await ask()).json() },
    { name: "Anthropic messages, stream", call: async () => (await ask({ stream: true })).text() },
  ];
}

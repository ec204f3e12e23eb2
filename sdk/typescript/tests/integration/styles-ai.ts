/** Every style of calling the ai package, with the providers of OpenAI and Anthropic. */
import assert from "node:assert/strict";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import * as ai from "ai";
import { z } from "zod";
import type { Fakes } from "../support/fakes.js";
import type { Style } from "./check.js";

const prompt = "Count.";

export function openaiStyles(fakes: Fakes): Style[] {
  const openai = createOpenAI({ apiKey: "key", baseURL: `${fakes.url("openai")}/v1` });
  const untold = ["tier"] as const;
  const maxRetries = 0;
  const chat = openai.chat("gpt-4o-mini");
  const responses = openai.responses("gpt-5-mini");
  return [
    {
      name: "generateText, OpenAI chat",
      async call() {
        assert.equal((await ai.generateText({ model: chat, prompt })).text, '{"words": ["one"]}');
      },
    },
    {
      name: "generateText, OpenAI chat, tier flex",
      call: async () =>
        ai.generateText({
          model: openai.chat("gpt-5-mini"),
          prompt,
          providerOptions: { openai: { serviceTier: "flex" } },
        }),
    },
    {
      name: "streamText, OpenAI chat",
      async call() {
        assert.equal(await ai.streamText({ model: chat, prompt }).text, "onetwothreefour");
      },
    },
    {
      name: "generateText, OpenAI responses",
      call: async () => ai.generateText({ model: responses, prompt }),
    },
    {
      name: "streamText, OpenAI responses",
      async call() {
        const parts: string[] = [];
        for await (const text of ai.streamText({ model: responses, prompt }).textStream) parts.push(text);
        assert.ok(parts.length > 0);
      },
    },
    {
      name: "generateText with an output, OpenAI chat",
      async call() {
        const output = ai.Output.object({ schema: z.object({ words: z.array(z.string()) }) });
        const result = await ai.generateText({ model: chat, prompt, output });
        assert.deepEqual(result.output, { words: ["one"] });
      },
    },
    {
      name: "generateObject, OpenAI chat",
      untold,
      async call() {
        const schema = z.object({ words: z.array(z.string()) });
        await ai.generateObject({ model: chat, prompt, schema });
      },
    },
    {
      name: "generateText, OpenAI chat, named",
      section: "counter",
      call: async () => ai.generateText({ model: chat, prompt, telemetry: { functionId: "counter" } }),
    },
    {
      name: "generateText, OpenAI chat, refused (429)",
      async call() {
        await assert.rejects(ai.generateText({ model: openai.chat("refused"), prompt, maxRetries }));
      },
    },
    {
      name: "embed, OpenAI",
      call: async () => ai.embed({ model: openai.embedding("text-embedding-3-small"), value: "one" }),
    },
    {
      name: "streamText, OpenAI chat, aborted",
      isGivenUp: true,
      async call() {
        const slow = createOpenAI({
          apiKey: "key",
          baseURL: `${fakes.url("openai")}/v1`,
          fetch: fakes.slowly("openai"),
        });
        const leaving = new AbortController();
        const model = slow.chat("gpt-4o-mini");
        const result = ai.streamText({ model, prompt, abortSignal: leaving.signal, onError: () => {} });
        for await (const part of result.fullStream) if (part.type === "text-delta") leaving.abort();
      },
    },
  ];
}

export function anthropicStyles(fakes: Fakes): Style[] {
  const anthropic = createAnthropic({ apiKey: "key", baseURL: `${fakes.url("anthropic")}/v1` });
  const model = anthropic("claude-sonnet-4-6");
  return [
    { name: "generateText, Anthropic", call: async () => ai.generateText({ model, prompt }) },
    {
      name: "generateText, Anthropic, caches of both lifetimes, thinking",
      call: async () =>
        ai.generateText({
          model,
          prompt,
          providerOptions: { anthropic: { thinking: { type: "enabled", budgetTokens: 1_024 } } },
        }),
    },
    {
      name: "streamText, Anthropic",
      async call() {
        assert.equal(await ai.streamText({ model, prompt }).text, "onetwothree");
      },
    },
  ];
}

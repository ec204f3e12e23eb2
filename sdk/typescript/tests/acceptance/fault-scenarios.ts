/** What a user does, and what comes of it: everything that does not differ from one time to the next. */
import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import Anthropic from "@anthropic-ai/sdk";
import * as ai from "ai";
import type * as sdk from "llmobserve-collector-sdk";
import OpenAI, { toFile } from "openai";
import type { Fakes } from "../support/fakes.js";

type Sdk = typeof sdk;

const messages = [{ role: "user" as const, content: "Count." }];
const ask = { model: "gpt-4o-mini", messages };
const claude = { model: "claude-sonnet-4-6", max_tokens: 9, messages };
const prompt = "Count.";

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const one of stream) read.push(one);
  return read;
}

/** Calls of real clients, by name. */
export function clients(sdk: Sdk, fakes: Fakes): Record<string, () => Promise<unknown>> {
  const url = fakes.url("openai");
  const openai = () => sdk.wrap(new OpenAI({ apiKey: "key", baseURL: `${url}/v1`, maxRetries: 0 }));
  const anthropic = () =>
    sdk.wrap(new Anthropic({ apiKey: "key", baseURL: fakes.url("anthropic"), maxRetries: 0 }));
  const chat = (more: object = {}) => openai().chat.completions.create({ ...ask, ...more });
  const streamed = (more: object = {}) => openai().chat.completions.create({ ...ask, ...more, stream: true });
  const viaAi = createOpenAI({ apiKey: "key", baseURL: `${url}/v1` });
  const viaClaude = createAnthropic({ apiKey: "key", baseURL: `${fakes.url("anthropic")}/v1` });
  const post = (body: object) =>
    fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  return {
    chat: async () => (await chat()).choices[0]?.message.content,
    "chat, stream": async () => (await all(await streamed())).map((one) => one.choices[0]?.delta.content),
    "chat, stream with usage": async () =>
      (await all(await streamed({ stream_options: { include_usage: true } }))).length,
    "chat, stream closed": async () => {
      for await (const one of await streamed()) return one.choices.length;
      return undefined;
    },
    "chat, stream broken": async () => all(await streamed({ model: "gpt-4.1-nano" })),
    "chat, refused": async () => chat({ model: "refused" }),
    "chat, withResponse": async () => {
      const { data, response } = await openai().chat.completions.create(ask).withResponse();
      return [data.choices.length, response.status, response.url];
    },
    "chat, in a section": async () => {
      const { response } = await sdk.section("s", () => chat()).withResponse();
      const caught = await sdk.section("s", () => chat({ model: "refused" })).catch(() => "caught");
      return [response.status, caught, (await sdk.section("s", () => chat())).choices.length];
    },
    "chat, responses read": async () => {
      const asked = (more: object = {}) =>
        openai()
          .chat.completions.create({ ...ask, ...more })
          .asResponse();
      const [a, b, c, d, e] = [
        await asked(),
        await asked(),
        await asked(),
        await asked(),
        await asked({ stream: true }),
      ];
      const clone = b.clone();
      return [
        Object.keys((await a.json()) as object),
        (await b.text()).length === (await clone.text()).length,
        (await c.arrayBuffer()).byteLength > 0,
        (await d.blob()).size > 0,
        (await all(e.body as unknown as AsyncIterable<Uint8Array>)).length > 0,
        (await (await asked({ stream: true })).text()).includes("prompt_tokens"),
      ];
    },
    "chat, a foreign fetch": async () => {
      const foreign = async (input: string | URL | Request, init?: RequestInit) => {
        const answer = await fetch(input, init);
        const body = Readable.fromWeb(answer.body as never);
        return {
          ok: answer.ok,
          status: answer.status,
          headers: answer.headers,
          url: answer.url,
          body,
        } as never;
      };
      const client = sdk.wrap(
        new OpenAI({ apiKey: "key", baseURL: `${url}/v1`, fetch: foreign, maxRetries: 0 }),
      );
      return (await all(await client.chat.completions.create({ ...ask, stream: true }))).length;
    },
    "chat, helper": async () => {
      const runner = openai().chat.completions.stream(ask);
      return (await runner.finalChatCompletion().catch((error: Error) => error.message)) !== undefined;
    },
    "chat, client of withOptions": async () =>
      (await openai().withOptions({ timeout: 9_000 }).chat.completions.create(ask)).choices.length,
    "responses, images, speech": async () => {
      const answer = await openai().responses.create({ model: "gpt-5-mini", input: "Count." });
      const told = await all(
        await openai().responses.create({ model: "gpt-5-mini", input: "Count.", stream: true }),
      );
      const image = await toFile(Buffer.from("png"), "a.png", { type: "image/png" });
      const images = await openai().images.edit({ model: "gpt-image-1", prompt, image });
      const spoken = await openai().audio.speech.create({ model: "tts-1", voice: "alloy", input: "One." });
      const size = (await spoken.arrayBuffer()).byteLength;
      return [answer.output_text, told.map((one) => one.type), images.data?.length, size];
    },
    embeddings: async () =>
      (await openai().embeddings.create({ model: "text-embedding-3-small", input: "one" })).data.length,
    "no client": async () => sdk.wrap({ a: 1 }),
    anthropic: async () => {
      const { content } = await anthropic().messages.create(claude);
      const words = await all(await anthropic().messages.create({ ...claude, stream: true }));
      return [
        content.length,
        words.map((one) => one.type),
        await anthropic().messages.stream(claude).finalText(),
      ];
    },
    ai: async () => {
      const { text } = await ai.generateText({ model: viaAi.chat("gpt-4o-mini"), prompt });
      const other = await ai.generateText({ model: viaClaude("claude-sonnet-4-6"), prompt });
      const { embedding } = await ai.embed({
        model: viaAi.embedding("text-embedding-3-small"),
        value: "one",
      });
      return [text, other.text, embedding];
    },
    "ai, stream": async () => {
      const model = viaAi.chat("gpt-4o-mini");
      return [
        await ai.streamText({ model, prompt }).text,
        await ai.streamText({ model: viaClaude("claude-sonnet-4-6"), prompt, telemetry: { functionId: "f" } })
          .text,
      ];
    },
    "ai, refused": async () => ai.generateText({ model: viaAi.chat("refused"), prompt, maxRetries: 0 }),
    "ai, a tool": async () =>
      sdk.aiTelemetry().executeTool({ toolCall: { toolName: "t" }, execute: async () => "done" }),
    fetch: async () => {
      const streaming = { stream: true, stream_options: { include_usage: true } };
      const [plain, stream] = [await post(ask), await post({ ...ask, ...streaming })];
      return [Object.keys((await plain.json()) as object), (await stream.text()).includes("[DONE]")];
    },
    "fetch, refused": async () => {
      await fetch("http://127.0.0.1:9/v1/chat/completions", { method: "POST", body: "{}" });
    },
  };
}

/** The SDK's own functions: the user's code inside them gives what it gives. */
export function functions(sdk: Sdk, collector: string): Record<string, () => Promise<unknown>> {
  const nested = <T>(body: () => T): T =>
    sdk.run(() =>
      sdk.withCustomer("c", () =>
        sdk.withUser("u", () =>
          sdk.withSession("s", () =>
            sdk.withTags({ x: "y" }, () =>
              sdk.withTenant("t", { apiKey: "k", collectorUrl: "http://127.0.0.1:9" }, () =>
                sdk.section("agent:a", body),
              ),
            ),
          ),
        ),
      ),
    );
  const observe = () =>
    sdk.observe({ collectorUrl: collector, flushIntervalMs: 10, logger: null, captureContent: true });
  return {
    scopes: async () => [nested(() => "done"), await nested(async () => "done")],
    "an error in scopes": async () =>
      nested(() => {
        throw new TypeError("the user's");
      }),
    "a rejection in scopes": async () =>
      nested(async () => {
        throw new TypeError("the user's");
      }),
    "lazy promises": async () => {
      let asked = 0;
      const lazy = {
        // biome-ignore lint/suspicious/noThenProperty: that is what is tried
        then(resolve: (value: string) => unknown) {
          asked += 1;
          return resolve("done");
        },
      };
      return [await sdk.section("s", () => lazy), asked];
    },
    generators: async () => {
      const counting = sdk.section("s", function* () {
        const sent: unknown = yield 1;
        yield sent;
      });
      const steps = [counting.next(), counting.next(2 as never), counting.next()];
      const waiting = sdk.section("s", async function* () {
        yield 1;
        yield 2;
      });
      const failing = sdk.section("s", async function* () {
        yield 1;
        throw new TypeError("the user's");
      });
      const owned = sdk.withCustomer("c", async function* () {
        yield sdk.getCustomerId() !== undefined;
      });
      return [steps, await all(waiting), await all(failing).catch(String), (await all(owned)).length];
    },
    told: async () => {
      sdk.setCustomerId("c");
      sdk.setUserId("u");
      sdk.setSessionId("s");
      sdk.setRunId();
      sdk.setTraceId();
      sdk.record({
        provider: "openai",
        model: "m",
        usage: { input: 1 },
        metadata: { a: 1 },
        timestamp: "2026-01-01T00:00:00Z",
      });
      sdk.record({ provider: "openai", metadata: { a: 1n } });
      sdk.getCustomerId();
      return [typeof sdk.getRunId(), typeof sdk.getTraceId(), typeof sdk.stats().queued, sdk.isInitialized()]
        .length;
    },
    carried: async () => {
      const data = nested(() => sdk.exportContext());
      return [sdk.withContext(data, () => "done"), sdk.inContext((one: number) => one + 1)(1)];
    },
    express: async () => {
      const middleware = sdk.expressMiddleware({ tenant: () => ({ tenantId: "t", apiKey: "k" }) });
      let served = 0;
      middleware({ headers: { "x-customer-id": "c" } } as unknown as IncomingMessage, {}, () => {
        served += 1;
      });
      return served;
    },
    route: async () => {
      const handler = sdk.routeHandler(async (request: Request, more: string) => request.url + more, {
        customer: () => {
          throw new TypeError("the user's");
        },
        tenant: () => "t",
      });
      return handler(new Request("http://one/"), "!");
    },
    ending: async () => {
      for (let number = 0; number < 6; number += 1)
        sdk.record({ provider: "p", metadata: { text: "x".repeat(400) } });
      await new Promise((resolve) => setTimeout(resolve, 30));
      return [typeof (await sdk.flush(200)), typeof (await sdk.shutdown(200))];
    },
    exit: async () => {
      sdk.record({ provider: "p" });
      process.emit("beforeExit", 0);
      await new Promise((resolve) => setTimeout(resolve, 30));
      return "alive";
    },
    sigterm: async () => {
      const listen = () => {};
      process.on("SIGTERM", listen);
      sdk.observe({ collectorUrl: collector, flushOnSigterm: true, logger: null });
      sdk.record({ provider: "p" });
      process.emit("SIGTERM");
      await new Promise((resolve) => setTimeout(resolve, 30));
      process.off("SIGTERM", listen);
      return "alive";
    },
    "observing again": async () => {
      observe();
      sdk.observe({ collectorUrl: "no URL", fetch: true });
      observe();
      return new EventEmitter().listenerCount("none");
    },
  };
}

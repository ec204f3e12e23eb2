/** Every style of calling the openai package. */
import assert from "node:assert/strict";
import * as llmobserve from "llmobserve-collector-sdk";
import type * as current from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";
import type { Fakes } from "../support/fakes.js";
import type { Style } from "./check.js";

const messages: current.OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: "Count." }];
const chat = { model: "gpt-4o-mini", messages };
const ask = { model: "gpt-5-mini", input: "Count." };

export function styles(openai: typeof current, fakes: Fakes): Style[] {
  const options = { apiKey: "key", maxRetries: 0, fetch: fakes.redirect("openai") };
  const client = (more: object = {}) => llmobserve.wrap(new openai.OpenAI({ ...options, ...more }));
  const at = (baseURL: string) => client({ baseURL });
  const azure = (apiVersion: string) =>
    llmobserve.wrap(
      new openai.AzureOpenAI({ ...options, endpoint: "https://us.openai.azure.com", apiVersion }),
    );
  const sound = async () => openai.toFile(Buffer.from("sound"), "a.mp3", { type: "audio/mpeg" });
  const read = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
    const all: T[] = [];
    for await (const one of stream) all.push(one);
    return all;
  };

  return [
    {
      name: "chat",
      async call() {
        const answer = await client().chat.completions.create(chat);
        assert.equal(answer.choices[0]?.message.content, '{"words": ["one"]}');
      },
    },
    {
      name: "chat, tier flex",
      call: async () =>
        client().chat.completions.create({ ...chat, model: "gpt-5-mini", service_tier: "flex" }),
    },
    {
      name: "chat, audio",
      call: async () => client().chat.completions.create({ ...chat, model: "gpt-audio" }),
    },
    {
      name: "chat, stream",
      async call() {
        const stream = await client().chat.completions.create({ ...chat, stream: true });
        assert.equal(stream.constructor.name, "Stream");
        const chunks = await read(stream);
        assert.ok(
          chunks.every((chunk) => chunk.choices.length > 0),
          "the chunk that was not asked for is hidden",
        );
        assert.equal(
          chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""),
          "onetwothreefour",
        );
      },
    },
    {
      name: "chat, stream with usage asked for",
      async call() {
        const asked = { ...chat, stream: true as const, stream_options: { include_usage: true } };
        const last = (await read(await client().chat.completions.create(asked))).at(-1);
        assert.ok(
          last?.usage?.total_tokens && last.choices.length === 0,
          "the chunk that was asked for is there",
        );
      },
    },
    {
      name: "chat, stream with usage declined",
      async call() {
        const asked = { ...chat, stream: true as const, stream_options: { include_usage: false } };
        await read(await client().chat.completions.create(asked));
      },
    },
    {
      name: "chat, stream broken",
      async call() {
        const stream = await client().chat.completions.create({
          ...chat,
          model: "gpt-4.1-nano",
          stream: true,
        });
        await assert.rejects(read(stream));
      },
    },
    {
      name: "chat, stream helper",
      async call() {
        const runner = client().chat.completions.stream(chat);
        let chunks = 0;
        runner.on("chunk", () => {
          chunks += 1;
        });
        // Before 6 it insists on a role, which the fake does not tell.
        await runner.done().catch((error: Error) => assert.match(error.message, /missing role/));
        assert.equal(chunks, 5);
      },
    },
    {
      name: "chat, stream read as bytes",
      async call() {
        const stream = await client().chat.completions.create({ ...chat, stream: true });
        const text = await new Response(stream.toReadableStream()).text();
        assert.equal(text.trim().split("\n").length, 5);
      },
    },
    {
      name: "chat, stream split in two",
      async call() {
        const [left, right] = (await client().chat.completions.create({ ...chat, stream: true })).tee();
        assert.equal((await read(left)).length, (await read(right)).length);
      },
    },
    {
      name: "chat, parse",
      async call() {
        const response_format = zodResponseFormat(z.object({ words: z.array(z.string()) }), "words");
        const answer = await client().chat.completions.parse({ ...chat, response_format });
        assert.deepEqual(answer.choices[0]?.message.parsed, { words: ["one"] });
      },
    },
    {
      name: "chat, withResponse",
      async call() {
        const { data, response } = await client().chat.completions.create(chat).withResponse();
        assert.equal(response.headers.get("content-type"), "application/json");
        assert.ok(data.usage?.total_tokens);
      },
    },
    {
      name: "chat, asResponse, json",
      async call() {
        const response = await client().chat.completions.create(chat).asResponse();
        assert.ok(response instanceof Response);
        assert.ok(((await response.json()) as { choices: unknown[] }).choices.length > 0);
      },
    },
    {
      name: "chat, asResponse, body",
      async call() {
        const { body } = await client().chat.completions.create(chat).asResponse();
        assert.ok(body instanceof ReadableStream);
        assert.match(await new Response(body).text(), /"usage"/);
      },
    },
    {
      name: "chat, asResponse, clone",
      async call() {
        const response = await client().chat.completions.create(chat).asResponse();
        assert.equal(await response.clone().text(), await response.text());
      },
    },
    {
      name: "chat, asResponse, stream",
      async call() {
        const response = await client()
          .chat.completions.create({ ...chat, stream: true })
          .asResponse();
        const text = await new Response(response.body).text();
        assert.match(text, /\[DONE\]/);
        assert.doesNotMatch(text, /"usage": \{/);
      },
    },
    {
      name: "chat, client of withOptions",
      call: async () =>
        client({ apiKey: "other" }).withOptions({ timeout: 9_000 }).chat.completions.create(chat),
    },
    {
      name: "chat, refused (429)",
      async call() {
        await assert.rejects(
          client().chat.completions.create({ ...chat, model: "refused" }),
          openai.RateLimitError,
        );
      },
    },
    {
      name: "completions",
      call: async () => client().completions.create({ model: "gpt-3.5-turbo-instruct", prompt: "One" }),
    },
    { name: "responses", call: async () => client().responses.create(ask) },
    {
      name: "responses, tier flex",
      call: async () => client().responses.create({ ...ask, service_tier: "flex" }),
    },
    {
      name: "responses, web search",
      call: async () => client().responses.create({ ...ask, tools: [{ type: "web_search_preview" }] }),
    },
    {
      name: "responses, stream",
      async call() {
        const told = await read(await client().responses.create({ ...ask, stream: true }));
        assert.equal(told.at(-1)?.type, "response.completed");
      },
    },
    {
      name: "responses, stream helper",
      async call() {
        assert.ok(await client().responses.stream(ask).finalResponse());
      },
    },
    { name: "responses, parse", call: async () => client().responses.parse(ask) },
    {
      name: "embeddings",
      call: async () => client().embeddings.create({ model: "text-embedding-3-small", input: "one" }),
    },
    {
      name: "images, by tokens",
      call: async () => client().images.generate({ model: "gpt-image-1", prompt: "A number." }),
    },
    {
      name: "images, by the piece",
      call: async () =>
        client().images.generate({
          model: "dall-e-3",
          prompt: "A number.",
          quality: "hd",
          size: "1024x1792",
        }),
    },
    {
      name: "images, stream",
      async call() {
        const asked = { model: "gpt-image-1", prompt: "A number.", stream: true as const, partial_images: 1 };
        await read(await client().images.generate(asked));
      },
    },
    {
      name: "images, edit",
      async call() {
        const image = await openai.toFile(Buffer.from("png"), "a.png", { type: "image/png" });
        await client().images.edit({ model: "gpt-image-1", prompt: "A number.", image });
      },
    },
    {
      name: "audio, transcription by tokens",
      call: async () =>
        client().audio.transcriptions.create({ model: "gpt-4o-transcribe", file: await sound() }),
    },
    {
      name: "audio, transcription by seconds",
      call: async () => client().audio.transcriptions.create({ model: "whisper-1", file: await sound() }),
    },
    {
      name: "audio, transcription, stream",
      async call() {
        const asked = { model: "gpt-4o-mini-transcribe", file: await sound(), stream: true as const };
        await read(await client().audio.transcriptions.create(asked));
      },
    },
    {
      name: "audio, speech",
      async call() {
        const asked = { model: "tts-1", voice: "alloy", input: "One, two, thrée." } as const;
        const spoken = await client().audio.speech.create(asked);
        assert.ok(
          Buffer.from(await spoken.arrayBuffer())
            .subarray(0, 3)
            .equals(Buffer.from("ID3")),
        );
      },
    },
    {
      name: "Azure",
      call: async () => azure("2024-10-21").chat.completions.create({ ...chat, model: "my-deployment" }),
    },
    {
      name: "Azure, stream",
      call: async () =>
        read(
          await azure("2024-10-21").chat.completions.create({
            ...chat,
            model: "my-deployment",
            stream: true,
          }),
        ),
    },
    {
      name: "Azure without a version, stream",
      call: async () =>
        read(
          await at("https://us.openai.azure.com/openai/v1/").chat.completions.create({
            ...chat,
            stream: true,
          }),
        ),
    },
    {
      name: "Azure, stream, old API version",
      call: async () =>
        read(
          await azure("2024-02-01").chat.completions.create({
            ...chat,
            model: "my-deployment",
            stream: true,
          }),
        ),
    },
    {
      name: "Groq",
      call: async () =>
        at("https://api.groq.com/openai/v1").chat.completions.create({
          ...chat,
          model: "openai/gpt-oss-20b",
        }),
    },
    {
      name: "DeepSeek, stream",
      call: async () =>
        read(
          await at("https://api.deepseek.com").chat.completions.create({
            ...chat,
            model: "deepseek-chat",
            stream: true,
          }),
        ),
    },
    {
      name: "Mistral, stream",
      call: async () =>
        read(
          await at("https://api.mistral.ai/v1").chat.completions.create({
            ...chat,
            model: "mistral-small",
            stream: true,
          }),
        ),
    },
    {
      name: "chat, stream closed early",
      isGivenUp: true,
      async call() {
        const slow = client({ fetch: fakes.slowly("openai") });
        for await (const chunk of await slow.chat.completions.create({ ...chat, stream: true })) {
          assert.ok(chunk.choices);
          break;
        }
      },
    },
  ];
}

/** The global `fetch`, and what stands in its place. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { instrumentFetch } from "../../src/index.js";
import { shared } from "../../src/shared.js";
import { observing, type Posts } from "../support/observing.js";

const URL_OF_OPENAI = "https://api.openai.com/v1/chat/completions";
const init = { method: "POST", body: '{"model":"m"}' };

/** Runs a test with another function as the global `fetch`, which is watched. */
async function standing(instead: unknown, body: () => unknown): Promise<Posts> {
  const before = Object.getOwnPropertyDescriptor(globalThis, "fetch") as PropertyDescriptor;
  shared("fetch", () => ({ isWatched: false })).isWatched = false;
  Object.defineProperty(globalThis, "fetch", { value: instead, writable: true, configurable: true });
  try {
    return await observing({ fetch: true }, body);
  } finally {
    Object.defineProperty(globalThis, "fetch", before);
  }
}

test("a double that answers at once does so, and counts as a call of unknown cost", async () => {
  const answer = { ok: true, json: async () => ({ a: 1 }) };
  const posts = await standing(
    () => answer,
    () => assert.equal(fetch(URL_OF_OPENAI, init), answer),
  );
  assert.deepEqual([posts.call.status, posts.call.usage], ["ok", undefined]);
});

test("a double that throws does so, and counts as a call that failed", async () => {
  const throwing = () => {
    throw new RangeError("the double's");
  };
  const posts = await standing(throwing, () => assert.throws(() => fetch(URL_OF_OPENAI, init), RangeError));
  assert.deepEqual([posts.call.status, posts.call.event_metadata.error_type], ["error", "RangeError"]);
});

test("the streams of Cohere's first version, and Gemini's that are one array", async () => {
  const words = { event_type: "text-generation", text: "one" };
  const meta = { billed_units: { input_tokens: 10, output_tokens: 5 } };
  const cohere = [words, words, { event_type: "stream-end", response: { meta } }];
  const lines = cohere.map((one) => `${JSON.stringify(one)}\n`).join("");
  const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 6 };
  const gemini = [{ modelVersion: "gemini-2.5-flash" }, { modelVersion: "gemini-2.5-flash", usageMetadata }];
  const headers = { "content-type": "application/stream+json" };
  const answers = (url: string) =>
    url.includes("cohere") ? new Response(lines, { headers }) : Response.json(gemini);
  const posts = await standing(
    async (input: unknown) => answers(String(input)),
    async () => {
      await (await fetch("https://api.cohere.com/v1/chat", init)).text();
      const models = "https://generativelanguage.googleapis.com/v1beta/models";
      for (const way of ["json", "text"] as const)
        await (await fetch(`${models}/gemini-2.5-flash:streamGenerateContent`, init))[way]();
    },
  );
  assert.deepEqual(
    posts.calls.map((call) => call.usage),
    [{ input: 10, output: 5 }, ...Array(2).fill({ input: 5, output: 6 })],
  );
});

test("a `fetch` that nobody may replace is told and harmless", async () => {
  const posts = await standing(
    () => {},
    () => {
      const { fetch: given } = globalThis;
      shared("fetch", () => ({ isWatched: false })).isWatched = false;
      Object.defineProperty(globalThis, "fetch", { value: given, writable: false });
      instrumentFetch();
    },
  );
  assert.match(posts.logged.join(), /instrumentFetch failed/);
});

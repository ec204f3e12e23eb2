/** Responses and streams, however they are read. */
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { aiTelemetry, wrap } from "../../src/index.js";
import { Events, sift } from "../../src/integrations/sse.js";
import type { Exact } from "../support/exact.js";
import { observing } from "../support/observing.js";

const usage = { prompt_tokens: 1_200, completion_tokens: 300, prompt_tokens_details: { cached_tokens: 800 } };
const delta = (content: string) => ({
  id: "c",
  model: "gpt-4o",
  choices: [{ index: 0, delta: { content } }],
});
const sse = (...events: object[]) =>
  `${events.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("")}data: [DONE]\n\n`;
const WORDS = sse(delta("öne"), delta("two"));
const TOLD = sse(delta("öne"), delta("two"), { id: "c", model: "gpt-4o", choices: [], usage });
const READ = { input: 400, cache_read: 800, output: 300 };

/** A client of openai's shape that answers so. */
function client(answer: () => Response | Promise<Response>, asked: Exact[] = []) {
  return wrap({
    baseURL: "https://api.openai.com/v1",
    responses: {},
    async makeRequest(options: unknown) {
      asked.push((await options) as Exact);
      return { response: await answer() };
    },
  });
}

const options = {
  method: "post",
  path: "/chat/completions",
  body: { model: "gpt-4o", messages: [], stream: true },
};
const headers = { "content-type": "text/event-stream" };

/** A body that comes in pieces of so many bytes. */
function cut(text: string, size: number): ReadableStream<Uint8Array> {
  let rest = Buffer.from(text);
  return new ReadableStream({
    pull(controller) {
      if (rest.length === 0) return controller.close();
      controller.enqueue(rest.subarray(0, size));
      rest = rest.subarray(size);
    },
  });
}

test("bytes pass untouched but for the chunk that nobody asked for, however they are cut", async () => {
  for (const size of [1, 2, 3, 7, 64, 10_000]) {
    const asked: Exact[] = [];
    const posts = await observing({}, async () => {
      const { response } = await client(() => new Response(cut(TOLD, size), { headers }), asked).makeRequest(
        options,
      );
      assert.equal(await new Response(response.body).text(), WORDS, `${size}`);
    });
    assert.deepEqual(asked[0]?.body.stream_options, { include_usage: true });
    assert.equal("stream_options" in options.body, false, "what the caller has is not changed");
    assert.deepEqual(posts.call.usage, READ);
    assert.deepEqual([posts.call.status, posts.call.is_streaming], ["ok", true]);
  }
});

test("the chunk that nobody asked for is in no form of a stream's body", async () => {
  const { prototype } = Response as unknown as { prototype: { bytes?: unknown } };
  const ways: Record<string, (response: Response) => Promise<unknown>> = {
    text: (response) => response.text(),
    arrayBuffer: async (response) => Buffer.from(await response.arrayBuffer()).toString(),
    blob: async (response) => (await response.blob()).text(),
    ...("bytes" in prototype ? { bytes: async (response) => `${Buffer.from(await response.bytes())}` } : {}),
  };
  for (const [name, read] of Object.entries(ways)) {
    await observing({}, async () => {
      const { response } = await client(() => new Response(TOLD, { headers })).makeRequest(options);
      assert.equal(await read(response), WORDS, name);
    });
  }
});

test("a body of a foreign kind is watched where it is iterated", async () => {
  const foreign = (text: string) =>
    ({ status: 200, headers: new Headers(headers), body: Readable.from([Buffer.from(text)]) }) as never;
  const posts = await observing({}, async () => {
    const { response } = await client(() => foreign(TOLD)).makeRequest(options);
    const read: Uint8Array[] = [];
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) read.push(chunk);
    assert.equal(Buffer.concat(read).toString(), WORDS);
    const { response: left } = await client(() => foreign(TOLD)).makeRequest(options);
    for await (const _ of left.body as unknown as AsyncIterable<Uint8Array>) break;
  });
  const told = posts.calls.map((call) => [call.status, call.usage]);
  assert.deepEqual(told, [
    ["ok", READ],
    ["ok", READ],
  ]);
});

test("every way of reading tells the same", async () => {
  const ways: Record<string, (response: Response) => Promise<unknown>> = {
    json: (response) => response.json(),
    text: (response) => response.text(),
    arrayBuffer: (response) => response.arrayBuffer(),
    body: (response) => new Response(response.body).text(),
    clone: (response) => response.clone().json(),
    "body, cloned": async (response) => {
      const copy = response.clone();
      assert.equal(await new Response(response.body).text(), await copy.text());
    },
    "body, cloned when it had been asked for": async (response) => {
      assert.ok(response.body);
      const copy = response.clone();
      assert.equal(await new Response(response.body).text(), await copy.text());
    },
    iterated: async (response) => {
      for await (const _ of response.body as unknown as AsyncIterable<Uint8Array>);
    },
    "memory of one's own": async (response) => {
      const reader = (response.body as ReadableStream<Uint8Array>).getReader({ mode: "byob" });
      while (!(await reader.read(new Uint8Array(16))).done);
    },
  };
  for (const [name, read] of Object.entries(ways)) {
    const posts = await observing({}, async () => {
      const answer = () => Response.json({ id: "c", model: "gpt-4o", choices: [], usage });
      const { response } = await client(answer).makeRequest({
        ...options,
        body: { model: "gpt-4o", messages: [] },
      });
      assert.deepEqual(Object.keys(response), Object.keys(new Response()));
      await read(response);
      assert.ok(response instanceof Response);
    });
    assert.deepEqual(posts.call.usage, READ, name);
    assert.equal(posts.call.response_id, "c", name);
  }
});

test("a stream that is left is cancelled, and so is its source", async () => {
  let isCancelled = false;
  const posts = await observing({}, async () => {
    const source = new ReadableStream({
      pull: (controller) => controller.enqueue(Buffer.from(sse(delta("one")).slice(0, -14))),
      cancel: () => {
        isCancelled = true;
      },
    });
    const { response } = await client(() => new Response(source, { headers })).makeRequest(options);
    for await (const _ of response.body as unknown as AsyncIterable<Uint8Array>) break;
  });
  assert.ok(isCancelled);
  assert.deepEqual(
    [posts.call.status, posts.call.stream_cancelled, posts.call.model],
    ["cancelled", true, "gpt-4o"],
  );
});

test("a failure in the midst is the same error, and told", async () => {
  const fault = new TypeError("the connection's");
  const posts = await observing({}, async () => {
    const source = new ReadableStream({ pull: (controller) => controller.error(fault) });
    const { response } = await client(() => new Response(source, { headers })).makeRequest(options);
    await assert.rejects(response.text(), fault);
    const failing = client(() => Promise.reject(Object.assign(fault, { status: 429 })));
    await assert.rejects(failing.makeRequest(options) as Promise<unknown>, fault);
  });
  assert.deepEqual(
    posts.calls.map((call) => call.status),
    ["error", "rate_limited"],
  );
  assert.deepEqual(posts.calls[1]?.event_metadata, { error_type: "TypeError", http_status: 429 });
});

test("content is recorded on demand, redacted before it is cut", async () => {
  const redact = (text: string) => text.replaceAll("two", "[cut]");
  const posts = await observing({ captureContent: true, redact }, async () => {
    const { response } = await client(() => new Response(TOLD, { headers })).makeRequest(options);
    await response.text();
  });
  assert.equal(posts.call.event_metadata.output, "öne[cut]");
  const broken = await observing({ captureContent: true, redact: () => assert.fail() }, async () => {
    const { response } = await client(() => new Response(TOLD, { headers })).makeRequest(options);
    await response.text();
  });
  assert.equal(broken.call.event_metadata, undefined);
});

test("a secret across the cut is seen whole, and what is too long to be seen whole is not recorded", async () => {
  const said = async (redact: (text: string) => string, ...words: string[]) => {
    const posts = await observing({ captureContent: true, redact }, async () => {
      const answer = () => new Response(sse(...words.map(delta)), { headers });
      await (await client(answer).makeRequest(options)).response.text();
    });
    return posts.call.event_metadata?.output as string | undefined;
  };
  const redact = (text: string) => text.replace("4111-1111-1111-1111", "[card]").replace(/y+/, "y");
  assert.equal(await said(redact, "y".repeat(8_180), "4111-1111", "-1111-1111 end"), "y[card] end");
  const long = Array.from({ length: 9 }, () => "z".repeat(1 << 17));
  assert.equal(await said((text) => text, ...long), undefined);
});

test("what is no call of a model passes unseen, and wrapping twice is wrapping once", async () => {
  const posts = await observing({}, async () => {
    const it = client(() => Response.json({ usage }));
    assert.equal(wrap(it), it);
    await (await it.makeRequest({ method: "get", path: "/models" })).response.json();
    await (await it.makeRequest({ ...options, body: { messages: [] } })).response.json();
  });
  assert.equal(posts.calls.length, 1);
});

test("data of several lines, names, comments and JSON lines", () => {
  const read = (text: string) => new Events().feed(Buffer.from(text));
  assert.deepEqual(read("event: a\r\ndata: 1\r\ndata: 2\r\n\r\n: comment\n\n"), ["1\n2"]);
  assert.deepEqual(read('{"a":1}\n{"b":2}\n'), ['{"a":1}', '{"b":2}']);
});

test("only the chunk that is usage alone is taken out", () => {
  const both = Buffer.from(sse({ choices: [{}], usage }, { choices: [], usage: null }));
  assert.deepEqual(sift(both).passed, both);
});

test("the AI SDK's streams tell what was used, also when they are left", async () => {
  const finish = {
    type: "finish",
    usage: { inputTokens: { total: 10, cacheRead: 4 }, outputTokens: { total: 5 } },
  };
  const parts = [{ type: "response-metadata", id: "r", modelId: "m-1" }, { type: "text-delta" }, finish];
  const posts = await observing({}, async () => {
    const call = async () => {
      const source = new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(part);
          controller.close();
        },
      });
      const work = {
        callId: "1",
        provider: "mistral.chat",
        modelId: "m",
        execute: async () => ({ stream: source }),
      };
      return (await aiTelemetry().executeLanguageModelCall(work)).stream as unknown as AsyncIterable<object>;
    };
    const read: object[] = [];
    for await (const part of await call()) read.push(part);
    assert.deepEqual(read, parts);
    for await (const _ of await call()) break;
  });
  const [whole, left] = posts.calls;
  assert.deepEqual(whole?.usage, { input: 6, cache_read: 4, output: 5 });
  assert.deepEqual([whole?.provider, whole?.model, whole?.response_id], ["mistral", "m-1", "r"]);
  assert.deepEqual([left?.status, left?.response_id], ["cancelled", "r"]);
});

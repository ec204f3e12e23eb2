/** Whose work it is, and what part of it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import OpenAI from "openai";
import * as llmobserve from "../../src/index.js";
import { observing, URL_OF_NOBODY } from "../support/observing.js";

const record = (provider = "openai") => llmobserve.record({ provider });

test("a scope ends what it began, and gives what the function gives", async () => {
  const posts = await observing({}, async () => {
    assert.equal(
      llmobserve.withCustomer("alice", () => {
        record();
        return 7;
      }),
      7,
    );
    assert.throws(
      () =>
        llmobserve.withCustomer("bob", () => {
          record();
          throw new RangeError("the user's");
        }),
      RangeError,
    );
    record();
  });
  assert.deepEqual(
    posts.calls.map((call) => call.customer_id),
    ["alice", "bob", undefined],
  );
});

test("sections are spans of one run, and end with their promise", async () => {
  const posts = await observing({}, () =>
    llmobserve.section("agent:a", async () => {
      await sleep(5);
      await llmobserve.section("tool:b", async () => record());
    }),
  );
  const [call, tool, agent] = posts.events;
  assert.deepEqual(
    [call?.section_path, tool?.section_path, agent?.section_path],
    ["agent:a/tool:b", "agent:a/tool:b", "agent:a"],
  );
  assert.deepEqual([tool?.span_type, agent?.span_type], ["tool", "agent"]);
  assert.equal(call?.parent_span_id, tool?.span_id);
  assert.equal(tool?.parent_span_id, agent?.span_id);
  assert.equal(new Set(posts.events.map((event) => event.run_id)).size, 1);
  assert.ok(agent?.latency_ms >= 4);
});

test("a section that fails says so, and a rejection is still of nobody's unless it is handled", async () => {
  const posts = await observing({}, async () => {
    const failing = llmobserve.section("s", async () => {
      throw new TypeError("the user's");
    });
    await assert.rejects(failing, TypeError);
  });
  assert.equal(posts.events[0]?.status, "error");
});

test("a promise that somebody has already is handed on itself", async () => {
  const unhandled: unknown[] = [];
  const listen = (error: unknown) => void unhandled.push(error);
  process.on("unhandledRejection", listen);
  const posts = await observing({}, async () => {
    const handled = Promise.reject(new TypeError("the user's"));
    handled.catch(() => {});
    assert.equal(
      llmobserve.section("s", () => handled),
      handled,
    );
    await sleep(1);
  });
  process.off("unhandledRejection", listen);
  assert.deepEqual([unhandled, posts.events[0]?.status], [[], "error"]);
});

test("promises that begin to work when they are awaited do so once", async () => {
  const posts = await observing({}, async () => {
    let asked = 0;
    class Lazy extends Promise<number> {}
    const lazy = new Lazy(() => {});
    const begin: typeof lazy.then = (...args) => {
      asked += 1;
      return Promise.resolve(9).then(...args);
    };
    // biome-ignore lint/suspicious/noThenProperty: that is what is tried
    Object.defineProperty(lazy, "then", { value: begin, configurable: true });
    const got = llmobserve.section("s", () => lazy);
    assert.equal(got, lazy);
    assert.equal(asked, 0);
    assert.equal(await got, 9);
    assert.equal(asked, 1);
  });
  assert.equal(posts.events.length, 1);
});

test("a section ends by whichever way its call is awaited", async () => {
  const answer = async () => new Response('{"id":"c"}', { headers: { "content-type": "application/json" } });
  const called = (client: OpenAI) =>
    llmobserve.section("s", () => client.chat.completions.create({ model: "m", messages: [] }));
  const ways: Record<string, (client: OpenAI) => Promise<unknown>> = {
    withResponse: (client) => called(client).withResponse(),
    asResponse: (client) => called(client).asResponse(),
    catch: (client) => called(client).catch(() => "caught"),
    finally: (client) => called(client).finally(() => {}),
    awaited: async (client) => await called(client),
  };
  for (const [name, await_] of Object.entries(ways)) {
    for (const fetch of [answer, () => Promise.reject(new TypeError("the network's"))]) {
      const posts = await observing({}, async () => {
        await await_(new OpenAI({ apiKey: "key", maxRetries: 0, fetch })).catch(() => {});
      });
      assert.equal(posts.events.length, 1, name);
      assert.equal(posts.events[0]?.status, fetch === answer ? "ok" : "error", name);
    }
  }
});

test("a generator works in its section, and leaves nothing behind between its steps", async () => {
  const posts = await observing({}, async () => {
    const steps = llmobserve.withCustomer("alice", () =>
      llmobserve.section("s", async function* () {
        record("inside");
        yield 1;
        await sleep(1);
        record("inside");
      }),
    );
    for await (const _ of steps) record("outside");
  });
  const told = posts.calls.map((call) => [call.provider, call.customer_id, call.section]);
  assert.deepEqual(told, [
    ["inside", "alice", "s"],
    ["outside", undefined, undefined],
    ["inside", "alice", "s"],
  ]);
  assert.equal(posts.events.at(-1)?.provider, "internal");
});

test("a generator works for those for whom it was begun, in every scope", async () => {
  const posts = await observing({ apiKey: "house" }, async () => {
    function* steps() {
      record("inside");
      yield 1;
      record("inside");
    }
    const acme = { apiKey: "acme-key" };
    const scopes = [
      llmobserve.withCustomer("alice", steps),
      llmobserve.run("r", steps),
      llmobserve.withTenant("acme", acme, steps),
      llmobserve.withContext({ user_id: "u" }, steps),
      llmobserve.withSession("s", () => llmobserve.inContext(steps))(),
    ];
    for (const scope of scopes) for (const _ of scope) record("outside");
  });
  const told = posts.calls
    .filter((call) => call.provider === "inside")
    .map((call) => [call.customer_id, call.run_id, call.tenant_id, call.user_id, call.session_id]);
  const house = "default_tenant";
  const expected = [
    ["alice", undefined, house, undefined, undefined],
    [undefined, "r", house, undefined, undefined],
    [undefined, undefined, "acme", undefined, undefined],
    [undefined, undefined, house, "u", undefined],
    [undefined, undefined, house, undefined, "s"],
  ];
  const sorted = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).sort();
  assert.deepEqual(sorted(told), sorted(expected.flatMap((row) => [row, row])));
  const outside = posts.calls.filter((call) => call.provider === "outside");
  assert.ok(outside.every((call) => !call.customer_id && !call.run_id && call.tenant_id === house));
});

test("promises do not mix, whichever way they are told", async () => {
  const posts = await observing({}, () =>
    Promise.all(
      Array.from({ length: 200 }, async (_, number) => {
        llmobserve.setCustomerId(`customer-${number}`);
        llmobserve.setSessionId(number);
        await sleep(number % 7);
        record();
      }),
    ),
  );
  assert.equal(posts.calls.length, 200);
  for (const call of posts.calls) assert.equal(call.customer_id, `customer-${call.session_id}`);
});

test("requests on one connection do not hand on what was set in them", async () => {
  const posts = await observing({}, async () => {
    const server = http.createServer((request, response) => {
      const middleware = llmobserve.expressMiddleware();
      middleware(request, response, () => {
        if (request.url === "/alice") llmobserve.setCustomerId("alice");
        request.resume().on("end", async () => {
          await sleep(1);
          llmobserve.record({ provider: "p", endpoint: request.url ?? "" });
          response.end();
        });
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (const path of ["/alice", "/nobody", "/alice", "/nobody"]) {
      await new Promise((resolve) => {
        http.get({ port, path, agent }, (response) => response.resume().on("end", resolve));
      });
    }
    agent.destroy();
    server.close();
  });
  for (const call of posts.calls)
    assert.notEqual(call.customer_id, call.endpoint === "/alice" ? undefined : "alice");
  assert.equal(new Set(posts.calls.map((call) => call.run_id)).size, 4);
});

test("a tenant with its own key has its own batch", async () => {
  const posts = await observing({ apiKey: "house" }, () => {
    llmobserve.withTenant("acme", { apiKey: "acme-key" }, () => record());
    llmobserve.withTenant("globex", () => record());
    record();
  });
  const told = posts.batches.map(({ destination, events }) => [
    destination.apiKey,
    events.map((one) => one.tenant_id),
  ]);
  assert.deepEqual(told, [
    ["acme-key", ["acme"]],
    ["house", ["globex", "default_tenant"]],
  ]);
});

test("a tenant whose collector has no address sends nothing, and its key nowhere", async () => {
  const posts = await observing({ apiKey: "house" }, () => {
    llmobserve.withTenant("acme", { apiKey: "acme-key", collectorUrl: "acme" }, () => {
      record();
      llmobserve.withTenant("acme-2", () => record());
    });
    const tenant = () => ({ tenantId: "acme", apiKey: "acme-key", collectorUrl: "acme" });
    llmobserve.expressMiddleware({ tenant })({ headers: {} } as http.IncomingMessage, {}, () => record());
    record("told");
  });
  assert.equal(posts.call.provider, "told");
  assert.match(posts.logged.join(), /no URL of a collector/);
});

test("requests that each observe do not change each other's tenant", async () => {
  const posts = await observing({}, () =>
    Promise.all(
      ["acme", "globex", "initech"].map(async (tenantId, number) => {
        await sleep(number);
        llmobserve.observe({
          collectorUrl: URL_OF_NOBODY,
          tenantId,
          apiKey: `${tenantId}-key`,
          flushIntervalMs: 60_000,
        });
        await sleep(5);
        llmobserve.record({ provider: "openai", model: tenantId });
      }),
    ),
  );
  for (const { destination, events } of posts.batches) {
    for (const event of events) {
      assert.equal(event.tenant_id, event.model);
      assert.equal(destination.apiKey, `${event.model}-key`);
    }
  }
  assert.equal(posts.calls.length, 3);
});

test("what one of them wants to have recorded is not recorded of another", async () => {
  const url = new URL("https://llm.example/v1/chat/completions");
  const said = async (options: llmobserve.ObserveOptions, waits: number) => {
    await sleep(waits);
    llmobserve.observe({ collectorUrl: URL_OF_NOBODY, flushIntervalMs: 60_000, ...options });
    await sleep(10);
    const client = llmobserve.wrap({
      baseURL: url.origin,
      responses: {},
      makeRequest: async (options: unknown) => ({ response: Response.json(await options) }),
    });
    const body = { model: options.tenantId, messages: ["a secret"] };
    const { response } = await client.makeRequest({ method: "post", path: url.pathname, body });
    await response.json();
  };
  const posts = await observing({}, () =>
    Promise.all([
      said({ tenantId: "acme", environment: "production", providers: { [url.host]: "groq" } }, 0),
      said({ tenantId: "globex", captureContent: true, redact: () => "[redacted]" }, 5),
    ]),
  );
  const told = posts.calls.map((call) => [
    call.tenant_id,
    call.environment,
    call.provider,
    call.event_metadata?.input,
  ]);
  assert.deepEqual(told.sort(), [
    ["acme", "production", "groq", undefined],
    ["globex", undefined, "openai", "[redacted]"],
  ]);
});

test("a callback that is called from elsewhere is carried", async () => {
  const posts = await observing({}, () => {
    const callback = llmobserve.withCustomer("alice", () => llmobserve.inContext(() => record()));
    llmobserve.withCustomer("bob", () => callback());
  });
  assert.equal(posts.call.customer_id, "alice");
});

test("a route's requests are runs of their own, whatever its functions throw", async () => {
  const posts = await observing({}, async () => {
    const failing = () => {
      throw new Error("the user's");
    };
    const handler = llmobserve.routeHandler(async (request: Request) => {
      record();
      return request.url;
    });
    const headers = { "x-customer-id": "alice" };
    assert.equal(await handler(new Request("http://one/", { headers })), "http://one/");
    await llmobserve.routeHandler(async () => record(), { customer: failing, tenant: failing })(
      new Request("http://one/"),
    );
  });
  assert.deepEqual(
    posts.calls.map((call) => call.customer_id),
    ["alice", undefined],
  );
  assert.match(posts.logged.join(), /a middleware's function failed/);
});

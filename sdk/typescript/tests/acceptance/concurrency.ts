/**
 * 1,000 promises at once, 50 customers, 8 tenants with keys of their own, and requests on connections that are used
 * again.
 *
 *     concurrency.js PROGRAM
 *
 * No event may carry another's customer, tenant or key. Each call names its truth in its session; the collector runs with
 * keys required, so an event under a wrong key could only land in a wrong tenant.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import express from "express";
import * as llmobserve from "llmobserve-collector-sdk";
import OpenAI from "openai";
import { Collector } from "../support/collector.js";
import type { Exact } from "../support/exact.js";
import { Fakes } from "../support/fakes.js";

const [TENANTS, CUSTOMERS, TASKS, REQUESTS] = [8, 50, 1_000, 400];
const messages = [{ role: "user" as const, content: "Count." }];
const ask = { model: "gpt-4o-mini", messages };

const tenantOf = (number: number) => `tenant-${number % TENANTS}`;
const customerOf = (number: number) => `customer-${(number * 7) % CUSTOMERS}`;

const collector = await Collector.start(process.argv[2] ?? "", "required");
const fakes = await Fakes.start();
const client = llmobserve.wrap(
  new OpenAI({ apiKey: "key", baseURL: `${fakes.url("openai")}/v1`, maxRetries: 0 }),
);
const keys = new Map<string, string>();

/** Half name their customer around the work, half in the midst of it; half of each read a stream. */
async function task(number: number): Promise<void> {
  const [tenant, customer] = [tenantOf(number), customerOf(number)];
  const work = async () => {
    llmobserve.setSessionId(`${tenant}/${customer}`);
    await sleep(number % 13);
    if (number % 4 < 2) {
      await client.chat.completions.create(ask);
    } else {
      for await (const _ of await client.chat.completions.create({ ...ask, stream: true })) await sleep(0);
    }
  };
  await llmobserve.withTenant(tenant, { apiKey: keys.get(tenant) ?? "" }, async () => {
    if (number % 2 === 0) return llmobserve.withCustomer(customer, work);
    llmobserve.setCustomerId(customer);
    return work();
  });
}

/** Express, on a few connections. Every third request names nobody, every seventh fails. */
async function requests(): Promise<void> {
  const app = express();
  app.use(
    llmobserve.expressMiddleware<http.IncomingMessage>({
      tenant: (request) => {
        const tenantId = tenantOf(Number(request.headers["x-number"]));
        return { tenantId, apiKey: keys.get(tenantId) ?? "" };
      },
    }),
  );
  app.use(express.json());
  app.post("/", async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const number = Number(request.headers["x-number"]);
    llmobserve.setSessionId(`${tenantOf(number)}/${request.headers["x-customer-id"] ?? "nobody"}`);
    await client.chat.completions.create(ask);
    if (number % 7 === 0) throw Object.assign(new Error("the application's own"), { status: 500 });
    response.end();
  });
  // Express prints what nobody has caught.
  app.use((_error: Error, _request: unknown, response: http.ServerResponse, _next: unknown) => {
    response.writeHead(500).end();
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const send = (number: number) =>
    new Promise<void>((resolve, reject) => {
      const headers: Record<string, string> = {
        "x-number": String(number),
        "content-type": "application/json",
      };
      if (number % 3) headers["x-customer-id"] = customerOf(number);
      const request = http.request({ port, agent, method: "POST", headers }, (response) => {
        response.resume().on("end", resolve);
      });
      request.on("error", reject).end('{"a":1}');
    });
  await Promise.all(Array.from({ length: REQUESTS }, (_, number) => send(number)));
  agent.destroy();
  server.close();
}

async function checkSessions(tenant: string, key: string): Promise<void> {
  for (let cursor: Record<string, string> = {}; ; ) {
    const page = await collector.get("/api/v1/events", { limit: "200", ...cursor }, key);
    for (const event of page.events as Exact[]) {
      const truth = `${tenant}/${event.customer_id ?? "nobody"}`;
      assert.equal(event.session_id, truth);
    }
    if (page.next === null) return;
    cursor = { cursor: page.next };
  }
}

try {
  for (let number = 0; number < TENANTS; number += 1)
    keys.set(tenantOf(number), collector.key(tenantOf(number)));
  // The process's own key and tenant are nobody's: nothing may land there.
  keys.set("house", collector.key("house"));
  const apiKey = keys.get("house") ?? "";
  llmobserve.observe({ collectorUrl: collector.url, tenantId: "house", apiKey, flushIntervalMs: 50 });
  await Promise.all(Array.from({ length: TASKS }, (_, number) => task(number)));
  await requests();
  assert.ok(await llmobserve.flush(30_000));
  const expected = new Map<string, number>();
  const expect = (name: string) => expected.set(name, (expected.get(name) ?? 0) + 1);
  for (let number = 0; number < TASKS; number += 1) expect(`${tenantOf(number)}/${customerOf(number)}`);
  for (let number = 0; number < REQUESTS; number += 1) {
    expect(`${tenantOf(number)}/${number % 3 ? customerOf(number) : null}`);
  }
  const found = new Map<string, number>();
  for (const [tenant, key] of keys) {
    const { groups } = await collector.costs({ group_by: "customer", limit: "1000" }, key);
    for (const group of groups) found.set(`${tenant}/${group.customer}`, group.calls);
    await checkSessions(tenant, key);
  }
  const sorted = (counts: Map<string, number>) => [...counts].sort();
  assert.deepEqual(sorted(found), sorted(expected));
  assert.ok(await llmobserve.shutdown());
  collector.verify();
  console.log(
    `${TASKS} promises and ${REQUESTS} requests of ${CUSTOMERS} customers, each with its own customer and key`,
  );
  console.log("1 passed, 0 failed");
} finally {
  fakes.close();
  await collector.close();
}

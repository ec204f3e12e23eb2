/** What `observe` is told, and what it does to the process. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { apiKey, collectorUrl, resolve } from "../../src/config.js";
import * as llmobserve from "../../src/index.js";
import { providerAt } from "../../src/integrations/providers.js";
import { SDK } from "../support/collector.js";
import { observing, URL_OF_NOBODY } from "../support/observing.js";

test("the defaults", () => {
  const settings = resolve({});
  assert.equal(settings?.destination.collectorUrl, "http://localhost:8000");
  assert.equal(settings?.tenantId, "default_tenant");
  assert.equal(settings?.flushIntervalMs, 500);
  assert.equal(settings?.captureContent, false);
});

test("an option counts before the environment, and that before the default", async () => {
  await observing({}, () => {
    process.env.LLMOBSERVE_TENANT_ID = "acme";
    process.env.LLMOBSERVE_CAPTURE_CONTENT = "yes";
    assert.equal(resolve({})?.tenantId, "acme");
    assert.equal(resolve({ tenantId: "globex" })?.tenantId, "globex");
    assert.equal(resolve({})?.captureContent, true);
    assert.equal(resolve({ captureContent: false })?.captureContent, false);
  });
});

test("switched off, nothing is recorded", async () => {
  const posts = await observing({}, () => {
    process.env.LLMOBSERVE_DISABLED = "1";
    llmobserve.observe({ collectorUrl: URL_OF_NOBODY });
    llmobserve.record({ provider: "openai" });
    assert.equal(llmobserve.isInitialized(), false);
  });
  assert.equal(posts.events.length, 0);
});

test("addresses and keys", () => {
  assert.equal(collectorUrl("https://one/base//"), "https://one/base");
  for (const text of ["one", "ftp://one", "", undefined, "http://one:0"])
    assert.equal(collectorUrl(text), undefined);
  assert.equal(apiKey("dev-mode"), undefined);
  assert.equal(apiKey("naïve"), undefined);
  assert.equal(apiKey(" llmo_sk_x "), "llmo_sk_x");
});

test("a host is known however it is written", async () => {
  await observing({ providers: { "LLM-Gateway.Example": "groq" } }, () => {
    assert.equal(providerAt(new URL("https://LLM-gateway.example/v1")), "groq");
  });
});

test("what is no setting is told and harmless", async () => {
  const posts = await observing({ flushIntervalMs: -1 }, () => {
    llmobserve.observe({ collectorUrl: "no URL" });
    llmobserve.observe(null as never);
    llmobserve.record(undefined as never);
    llmobserve.wrap(null as never);
  });
  assert.match(posts.logged.join("\n"), /flushIntervalMs must be/);
  assert.match(posts.logged.join("\n"), /the collector's URL must be/);
});

test("metadata that the collector has no room for costs nothing but itself", async () => {
  const posts = await observing({}, () => {
    const metadata = { plan: "pro", pages: "ä".repeat(40_000), seat: 7 };
    llmobserve.record({ provider: "openai", usage: { input: 1 }, metadata });
  });
  assert.deepEqual([posts.call.event_metadata, posts.call.usage], [{ plan: "pro", seat: 7 }, { input: 1 }]);
  assert.match(posts.logged.join(), /longer than 64 KiB/);
});

test("it touches no signal and starts nothing that keeps the process alive", async () => {
  const before = process.eventNames().filter((name) => String(name).startsWith("SIG"));
  await observing({}, () => {
    llmobserve.record({ provider: "openai" });
    assert.deepEqual(
      process.eventNames().filter((name) => String(name).startsWith("SIG")),
      before,
    );
  });
});

test("shutdown, and again", async () => {
  const posts = await observing({}, async () => {
    llmobserve.record({ provider: "openai" });
    assert.equal(await llmobserve.shutdown(), true);
    llmobserve.record({ provider: "openai" });
    assert.equal(llmobserve.isInitialized(), false);
    llmobserve.observe({ collectorUrl: URL_OF_NOBODY });
    llmobserve.record({ provider: "anthropic" });
  });
  assert.deepEqual(
    posts.calls.map((call) => call.provider),
    ["openai", "anthropic"],
  );
});

test("what was observed before a shutdown, or before what is no setting, counts no more", async () => {
  for (const end of [
    () => llmobserve.shutdown(),
    async () => llmobserve.observe({ collectorUrl: "no URL" }),
  ]) {
    const posts = await observing({ tenantId: "first" }, async () => {
      llmobserve.observe({ collectorUrl: URL_OF_NOBODY, tenantId: "second", customerId: "alice" });
      await end();
      llmobserve.observe({ collectorUrl: URL_OF_NOBODY, tenantId: "third" });
      llmobserve.record({ provider: "openai" });
      llmobserve.withTenant("acme", () => llmobserve.record({ provider: "openai" }));
    });
    const told = posts.calls.map((call) => [call.tenant_id, call.customer_id]);
    assert.deepEqual(told, [
      ["third", undefined],
      ["acme", undefined],
    ]);
  }
});

test("the version is the package's, and nothing is needed to run", () => {
  const { version, dependencies } = JSON.parse(readFileSync(join(SDK, "package.json"), "utf8"));
  assert.equal(llmobserve.VERSION, version);
  assert.equal(dependencies, undefined);
});

test("every file is small", () => {
  for (const file of readdirSync(join(SDK, "src"), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file === "wire.gen.ts") continue;
    const lines = readFileSync(join(SDK, "src", file), "utf8").split("\n").length;
    assert.ok(lines <= 250, `${file}: ${lines}`);
  }
});

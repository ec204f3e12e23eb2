/**
 * Real clients of providers against fakes of their APIs, through the SDK, into a real collector.
 *
 *     run.js PROGRAM [--out FILE]
 *
 * Every style of calling each client must be stored with the fake's usage, at the price book's cost to the nano-dollar,
 * with the right customer and section.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { registerTelemetry } from "ai";
import * as llmobserve from "llmobserve-collector-sdk";
import { Collector } from "../support/collector.js";
import { Fakes } from "../support/fakes.js";
import { Check } from "./check.js";
import * as ai from "./styles-ai.js";
import * as anthropic from "./styles-anthropic.js";
import * as fetches from "./styles-fetch.js";
import * as openai from "./styles-openai.js";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { out: { type: "string" } } });
const [program = ""] = positionals;

/** The version of a package, under whatever name it is installed here. */
function versionOf(name: string): string {
  const path = createRequire(import.meta.url).resolve(name);
  const folder = path.slice(0, path.indexOf(`/node_modules/${name}/`) + `/node_modules/${name}/`.length);
  return (JSON.parse(readFileSync(`${folder}package.json`, "utf8")) as { version: string }).version;
}

const collector = await Collector.start(program);
const fakes = await Fakes.start();
const check = new Check(collector, fakes);
try {
  const host = (name: string) => new URL(fakes.url(name)).host;
  llmobserve.observe({
    collectorUrl: collector.url,
    flushIntervalMs: 50,
    providers: { [host("openai")]: "openai", [host("anthropic")]: "anthropic" },
  });
  for (const name of ["openai-5", "openai-6", "openai"]) {
    await check.run("openai", versionOf(name), "openai", openai.styles(await import(name), fakes));
  }
  for (const name of ["anthropic-0.60", "anthropic-0.137", "@anthropic-ai/sdk"]) {
    await check.run(
      "@anthropic-ai/sdk",
      versionOf(name),
      "anthropic",
      anthropic.styles(await import(name), fakes),
    );
  }
  registerTelemetry(llmobserve.aiTelemetry());
  await check.run("ai", versionOf("ai"), "openai", ai.openaiStyles(fakes));
  await check.run("ai", versionOf("ai"), "anthropic", ai.anthropicStyles(fakes));
  llmobserve.instrumentFetch();
  await check.run("fetch", "Node.js", "openai", fetches.openaiStyles(fakes));
  await check.run("fetch", "Node.js", "anthropic", fetches.anthropicStyles(fakes));
  await llmobserve.shutdown();
  collector.verify();
} finally {
  fakes.close();
  await collector.close();
}

for (const fault of check.faults) console.error(fault);
for (const [client, version, style, result] of check.results) {
  console.log(`${client.padEnd(18)} ${version.padEnd(9)} ${style.padEnd(60)} ${result}`);
}
const count = (result: string) => check.results.filter((one) => one[3] === result).length;
const [failed, absent] = [count("FAILED"), count("not in this version")];
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(check.results));
console.log(`${check.results.length - failed - absent} passed, ${failed} failed, ${absent} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

/** The last line of test.sh: how many tests ran, where, and what did not. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2] ?? "test-results";

function read(name) {
  const path = join(folder, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

function* testsOf(suite) {
  for (const { tests } of suite.specs ?? []) yield* tests;
  for (const inner of suite.suites ?? []) yield* testsOf(inner);
}

const parts = [`${read("unit.json")?.numPassedTests ?? 0} unit tests`];
const browser = read("browser.json");
if (browser) {
  const tests = browser.suites.flatMap((suite) => [...testsOf(suite)]);
  for (const { name } of browser.config.projects) {
    const passed = tests.filter((test) => test.projectName === name && test.status === "expected").length;
    parts.push(`${passed} in the browser on ${name}`);
  }
  if (browser.stats.skipped) parts.push(`${browser.stats.skipped} SKIPPED`);
  if (!process.env.LLMOBSERVE_TEST_POSTGRES) parts.push("PostgreSQL NOT RUN: no LLMOBSERVE_TEST_POSTGRES");
} else {
  parts.push("the browser NOT RUN");
}
console.log(`dashboard: ${parts.join(", ")}`);

import { defineConfig } from "@playwright/test";
import type { Settings } from "./fixtures/collector";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const results = process.env.DASHBOARD_RESULTS ?? "../test-results";

/** On PostgreSQL the journeys that are marked so; everything on SQLite. */
const projects = [
  { name: "sqlite", use: { database: "sqlite" as const } },
  { name: "postgres", use: { database: "postgres" as const }, grep: /@both/ },
];

/**
 * Starts collectors by itself: DASHBOARD_PROGRAM is the program (default: the debug build), LLMOBSERVE_TEST_POSTGRES a cluster.
 * DASHBOARD_URL instead is a collector with demo data that runs already, or `vite preview` in front of one.
 */
export default defineConfig<object, Settings>({
  testDir: ".",
  outputDir: `${results}/browser`,
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.DASHBOARD_RESULTS),
  reporter: [["list"], ["json", { outputFile: `${results}/browser.json` }]],
  use: {
    actionTimeout: 15_000,
    timezoneId: "UTC",
    launchOptions: { executablePath: process.env.DASHBOARD_BROWSER ?? "/usr/bin/chromium", args: QUIET },
  },
  projects: projects.filter(({ name }) => name === "sqlite" || process.env.LLMOBSERVE_TEST_POSTGRES),
});

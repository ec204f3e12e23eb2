import { defineConfig } from "@playwright/test";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** DASHBOARD_URL is a collector with demo data that serves the app, or `vite preview` in front of one. */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  workers: 1,
  reporter: "list",
  use: {
    baseURL: process.env.DASHBOARD_URL ?? "http://127.0.0.1:8000",
    launchOptions: { executablePath: "/usr/bin/chromium", args: QUIET },
  },
});

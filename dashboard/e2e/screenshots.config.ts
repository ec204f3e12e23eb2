import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

/** Not tests: pictures of every page for docs/screenshots. */
export default defineConfig(tests, { testMatch: "screenshots.ts", reporter: "list" });

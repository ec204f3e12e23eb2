import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

/** Not tests: how soon pages show what they have, against a million events. */
export default defineConfig(tests, { testMatch: "paint.ts", reporter: "list", timeout: 600_000 });

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { contentSecurityPolicy } from "./build/policy.ts";
import { precompress } from "./build/precompress.ts";

const collector = process.env.LLMOBSERVE_URL ?? "http://127.0.0.1:8000";
const target = { target: collector, changeOrigin: true };
const proxy = { "/api": target, "/readyz": target };

export default defineConfig(({ isPreview }) => ({
  base: "/app/",
  plugins: [
    tanstackRouter({ target: "react", autoCodeSplitting: true, quoteStyle: "double", semicolons: true }),
    react(),
    tailwindcss(),
    precompress(),
  ],
  resolve: { alias: { "@": resolve(import.meta.dirname, "src") } },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    // What many pages need is one file: the same text compresses worse in thirty.
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: "shared", test: /\/src\/(?:api|lib|ui)\//, minShareCount: 5 }] },
      },
    },
  },
  server: { proxy },
  preview: {
    proxy,
    headers: isPreview
      ? { "Content-Security-Policy": contentSecurityPolicy(readFileSync("dist/index.html", "utf8")) }
      : {},
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test-setup.ts"],
    maxWorkers: 1,
  },
}));

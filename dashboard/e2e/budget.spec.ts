import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { detailOf, PLACES, visit } from "./everywhere";
import { expect, test } from "./page";

const FIRST_PAGE = 150_000;
const ANY_PAGE = 230_000;

/** The bytes of JavaScript, gzipped, that a page fetches until it shows everything. */
async function weightOf(page: Page, path: string): Promise<number> {
  const scripts = new Set<string>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith(".js")) scripts.add(pathname.replace(/^\/app\//, ""));
  });
  await visit(page, path);
  await page.waitForLoadState("networkidle");
  const sizes = [...scripts].map(async (name) => (await stat(join(resolve("dist"), `${name}.gz`))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

for (const place of PLACES) {
  const most = place.path === "/app/" ? FIRST_PAGE : ANY_PAGE;
  test(`${place.name} fetches at most ${most / 1000} kB of JavaScript`, async ({ page, context }) => {
    const weight = await weightOf(page, place.path);
    test.info().annotations.push({ type: "JavaScript", description: `${place.path} ${weight} bytes` });
    expect(weight).toBeLessThanOrEqual(most);
    const detail = await detailOf(page, place);
    if (!detail) return;
    const fresh = await context.newPage();
    expect(await weightOf(fresh, detail)).toBeLessThanOrEqual(ANY_PAGE);
  });
}

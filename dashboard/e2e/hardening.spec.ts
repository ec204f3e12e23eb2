import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { DIMENSIONS } from "../src/lib/search";
import { PAGES } from "../src/ui/shell/pages";
import { cellsOf, rowsOf } from "./csv";
import { settled, visit } from "./everywhere";
import type { Command } from "./fixtures/program";
import { expect, test } from "./page";

const read = (path: string) => JSON.parse(readFileSync(resolve(path), "utf8"));
const corpus: Record<"scripts" | "formulas", string[]> = read("e2e/data/injections.json");
const routes: Record<string, { get?: { parameters?: { name: string }[] } }> = read("../openapi.json").paths;
const INJECTIONS: string[] = [...corpus.scripts, ...corpus.formulas];

/** What a spreadsheet would run, but for numbers. */
const FORMULA = /^[=+\-@\t\r\n]/;
const NUMBER = /^-[\d.]+$/;

test.use({ expectedErrors: [/status of 400/] });

/** An event of which every text is `text`. */
function eventOf(text: string) {
  return {
    id: text,
    provider: text,
    model: text,
    customer_id: text,
    user_id: text,
    session_id: text,
    environment: text,
    tags: { label: text, [text]: text },
    endpoint: text,
    section: text,
    section_path: text,
    run_id: text,
    span_id: text,
    status: text,
    service_tier: text,
    response_id: text,
    reservation_id: text,
    semantic_label: text,
    voice_platform: text,
    event_metadata: { note: text, [text]: text },
    unknown_field: text,
    input_tokens: 10,
    cost_usd: 0.001,
  };
}

/** Tenants and keys that are called like the corpus. */
async function named(command: Command) {
  await command("tenants", "create", "default_tenant");
  for (const [index, text] of INJECTIONS.entries()) {
    if (index % 30 !== 0) continue;
    await command("tenants", "create", `tenant-${index}`, `--name=${text}`);
    await command("keys", "create", `--name=${text}`);
  }
}

/** Stores the corpus in every text field. What the API refuses is refused with a word. */
async function store(url: string) {
  const send = async (method: string, path: string, body: unknown) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  };
  expect((await send("PATCH", "/api/v1/settings", { tag_dimensions: ["label"] })).status).toBe(200);
  const { body } = await send("POST", "/events", INJECTIONS.map(eventOf));
  expect(body.rejected).toEqual([]);
  expect(body.created).toBe(INJECTIONS.length);
  const noted = INJECTIONS.map((text) =>
    send("PUT", `/api/v1/customers/${encodeURIComponent(text)}`, {
      name: text,
      plan: text,
      labels: { label: text, [text]: text },
    }),
  );
  expect((await Promise.all(noted)).filter(({ status }) => status !== 200)).toEqual([]);
}

/** Opens a page as a link does, without loading the app again. */
async function open(page: Page, path: string) {
  await page.evaluate((to) => history.pushState(null, "", to), path);
  await settled(page);
}

test("no page runs what events and customers are called", async ({ page, start, faults }) => {
  test.setTimeout(600_000);
  const { url } = await start({ prepare: named });
  await store(url);
  const calm = (where: string) => expect(faults, where).toEqual([]);

  for (const { to } of PAGES) {
    await visit(page, `${url}/app${to}`);
    calm(to);
  }
  for (const by of DIMENSIONS) {
    await open(page, `/app/?by=${by}`);
    calm(`by ${by}`);
  }
  const details = ["/customers", "/runs"].filter((list) => PAGES.some(({ to }) => to === list));
  for (const text of INJECTIONS) {
    for (const list of details) {
      await open(page, `/app${list}/${encodeURIComponent(text)}`);
      const heading = page.getByRole("heading", { level: 1 });
      await expect.poll(() => heading.textContent()).toContain(list === "/customers" ? text.trim() : "");
      calm(`${list} ${text}`);
    }
  }
  for (const text of INJECTIONS.filter((_, index) => index % 10 === 0)) {
    const filters = new URLSearchParams(DIMENSIONS.map((name) => [name, text]));
    for (const text of ["q", "sort", "kind", "without", "range", "from", "time_zone", "snippet"])
      filters.set(text, text);
    await open(page, `/app/?${filters}`);
    calm(`filter ${text}`);
    await open(page, `/app/setup?${new URLSearchParams({ tenant: text })}`);
    await expect(page.getByRole("alert")).toContainText("tenant_id");
    calm(`tenant ${text}`);
  }
  await visit(page, `${url}/app/`);
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("A page or a customer").fill("<img");
  await expect(page.getByRole("dialog").getByRole("option").first()).toContainText("<img");
  calm("palette");
});

test("what would run is noticed", async ({ page, faults }) => {
  await visit(page, "/app/setup");
  await page.evaluate(() => {
    const place = document.createElement("div");
    document.body.append(place);
    place.innerHTML = "<img src=/app/favicon.svg onload=alert(1)><svg onload=alert(2)>";
  });
  await expect.poll(() => faults.some((fault) => fault.startsWith("policy: script-src-attr"))).toBe(true);
  await page.evaluate(() => alert(3));
  expect(faults).toContain("script: alert(3)");
  await page.close();
  faults.length = 0;
});

test("tables for spreadsheets hold no formula", async ({ start }) => {
  test.setTimeout(300_000);
  const { url } = await start({ prepare: named });
  await store(url);
  const table = async (path: string) => {
    const answer = await fetch(`${url}${path}`);
    expect(answer.status, path).toBe(200);
    return answer.text().catch((error) => Promise.reject(new Error(`${path} broke off`, { cause: error })));
  };
  const lists = Object.entries(routes)
    .filter(([, { get }]) => get?.parameters?.some(({ name }) => name === "format"))
    .map(([path]) => `${path}?format=csv`);
  expect(lists.length).toBeGreaterThan(10);
  const costs = [...DIMENSIONS, "tag:label"].map((by) => `/api/v1/costs?format=csv&group_by=${by}`);
  for (const path of [...lists, ...costs]) {
    const cells = cellsOf(await table(path)).flat();
    const formulas = cells.filter((cell) => FORMULA.test(cell) && !NUMBER.test(cell));
    expect(formulas, path).toEqual([]);
  }
  const ids = rowsOf(await table("/api/v1/customers?format=csv")).map(({ customer }) => customer);
  const neutral = (text: string) => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);
  expect(ids.toSorted()).toEqual(INJECTIONS.map(neutral).toSorted());
});

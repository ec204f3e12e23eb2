import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { Amounts } from "./amounts";
import { barriers } from "./axe";
import { rowsOf } from "./csv";
import { settled, visit } from "./everywhere";
import { exactly, LOOKS, lookAt, nano, shown, tabTo } from "./ledger";
import { expect, test } from "./page";

test.use({ expectedErrors: [/status of 400/] });

const DAY = 86_400_000;
const FEATURES = ["chat", "chat", "rag", "Größe & Co", undefined];

/** Calls of two features and of none, today and yesterday, for two customers. */
function events() {
  return FEATURES.flatMap((feature, index) =>
    [0, 1].map((days) => ({
      id: `tagged-${index}-${days}`,
      provider: "openai",
      model: index % 2 ? "gpt-4o" : "gpt-4o-mini",
      customer_id: index < 3 ? "acme" : "globex",
      section: index % 2 ? "search" : "answer",
      run_id: `run-${index}`,
      timestamp: new Date(Date.now() - days * DAY).toISOString(),
      input_tokens: 1003 * (index + 1),
      output_tokens: 107 + days,
      ...(feature && { tags: { feature } }),
    })),
  );
}

async function call(url: string, path: string, method: string, body: unknown) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
  expect(answer.ok, await answer.clone().text()).toBe(true);
}

/** A collector whose tenant declared tags before its events came. */
async function tagged(url: string, names = ["feature"]) {
  await call(url, "/events", "POST", [{ ...events()[0], id: "before", tags: undefined }]);
  await call(url, "/api/v1/settings", "PATCH", { tag_dimensions: names });
  await call(url, "/events", "POST", events());
}

const by = (page: Page) => page.getByRole("combobox", { name: "Broken down by" });
const table = (page: Page) => page.getByRole("table", { name: "Costs by tag: feature" });
const costs = async (url: string, query: string) =>
  exactly(await (await fetch(`${url}/api/v1/costs?time_zone=UTC&${query}`)).text());
const chips = (page: Page) => page.getByRole("list", { name: "Filters" }).getByRole("listitem");

test("costs are broken down by a declared tag, to the nano-dollar @both", async ({ page, start }) => {
  const { url } = await start();
  await tagged(url);
  await visit(page, `${url}/app/`);
  await by(page).selectOption("By tag: feature");
  await expect(page).toHaveURL(/\?by=tag:feature$/);
  await expect(table(page)).toBeVisible();
  await settled(page);
  const answer = await costs(url, "group_by=tag:feature");
  const rows = table(page).locator("tbody tr");
  await expect(rows).toHaveCount(4);
  for (const group of answer.groups) {
    const row = rows.filter({ hasText: group["tag:feature"] ?? "No feature" });
    expect((await shown(row))[0]).toBe(group.cost_usd);
  }
  const total = await shown(table(page).locator("[data-total]"));
  expect(total[0]).toBe(answer.total.cost_usd);
  await expect(page.getByRole("img", { name: /Spend over time by tag: feature/ })).toBeVisible();
  await page.reload();
  await expect(by(page).locator("option:checked")).toHaveText("By tag: feature");
});

test("a click narrows, one with alt leaves out, a chip takes either back", async ({
  page,
  start,
  answers,
}) => {
  const { url } = await start();
  await tagged(url);
  await visit(page, `${url}/app/?by=tag:feature`);
  await table(page).getByText("chat").click();
  await expect(page).toHaveURL(/\?by=tag:feature&tag:feature=chat$/);
  await expect(chips(page)).toHaveText(["Tag feature: chat"]);
  await settled(page);
  const chat = await costs(url, "tag:feature=chat");
  await expect(table(page).locator("[data-total] [data-usd]").first()).toHaveAttribute(
    "data-usd",
    chat.total.cost_usd,
  );
  await chips(page).getByRole("button", { name: "Remove: Tag feature: chat" }).click();
  await expect(page).toHaveURL(/\?by=tag:feature$/);

  await expect(table(page).locator("tbody tr")).toHaveCount(4);
  await table(page)
    .getByText("chat")
    .click({ modifiers: ["Alt"] });
  await expect(page).toHaveURL(/tag:feature!=chat$/);
  await table(page)
    .getByText("No feature")
    .click({ modifiers: ["Alt"] });
  await expect(chips(page)).toHaveText(["Tag feature is not chat", "Tag feature is not No feature"]);
  await expect(table(page).locator("tbody tr")).toHaveCount(2);
  await settled(page);
  const others = await costs(url, "tag:feature!=chat&tag:feature!=");
  await expect(table(page).locator("[data-total] [data-usd]").first()).toHaveAttribute(
    "data-usd",
    others.total.cost_usd,
  );
  await expect(() => {
    const known = new Amounts(answers);
    expect(known.explain(others.total.cost_usd)).toBe(true);
  }).toPass();
  const strays = (await shown(page.locator("main"))).filter(
    (amount) => !new Amounts(answers).explain(amount),
  );
  expect(strays).toEqual([]);
});

test("bars narrow as rows do, and by keyboard", async ({ page, start }) => {
  const { url } = await start();
  await tagged(url);
  await visit(page, `${url}/app/?by=tag:feature&range=7d`);
  await page
    .locator('rect[data-series="rag"]')
    .first()
    .click({ modifiers: ["Alt"] });
  await expect(page).toHaveURL(/tag:feature!=rag/);
  await page.locator('rect[data-series="Größe & Co"]').first().click();
  await expect(chips(page)).toHaveText(["Tag feature: Größe & Co"]);
  await expect(page).not.toHaveURL(/!=/);
  await page.goto(`${url}/app/`);
  await settled(page);
  await tabTo(page, by(page));
  await page.keyboard.type("By tag");
  await expect(page).toHaveURL(/by=tag:feature/);
  await expect(table(page)).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/&tag:feature=/);
});

test("pages whose routes take tags are narrowed by them, and so are files", async ({ page, start }) => {
  const { url } = await start();
  await tagged(url);
  const expected = (await costs(url, "tag:feature=chat")).total.cost_usd;
  const tables = {
    "/": "Costs by customer",
    "/customers": "Customers and their costs",
    "/sections": "Sections and their costs",
    "/models": "Models and their costs",
  };
  for (const [path, name] of Object.entries(tables)) {
    await visit(page, `${url}/app${path}?tag:feature=chat`);
    await expect(chips(page)).toHaveText(["Tag feature: chat"]);
    const region = page.getByRole("region").filter({ has: page.getByRole("table", { name }) });
    expect((await shown(region.locator("[data-total]")))[0], path).toBe(expected);
    const downloading = page.waitForEvent("download");
    await region.getByRole("link", { name: "CSV" }).last().click();
    const download = await downloading;
    expect(download.url()).toContain("tag%3Afeature=chat");
    const rows = rowsOf(await readFile(await download.path(), "utf8"));
    const own = path === "/sections" ? "own_cost_usd" : "cost_usd";
    const sum = rows.reduce((all, row) => all + nano(row[own] ?? row.cost_usd ?? "0"), 0n);
    expect(sum, path).toBe(nano(expected));
  }
  await visit(page, `${url}/app/customers/acme?by=tag:feature&tag:feature!=rag`);
  const { total } = await costs(url, "customer=acme&tag:feature!=rag");
  expect((await shown(table(page).locator("[data-total]")))[0]).toBe(total.cost_usd);
  // The list of runs has no such filter: it is not said to be narrowed.
  await visit(page, `${url}/app/runs?tag:feature=chat`);
  await expect(chips(page)).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "5 runs" })).toBeVisible();
});

test("a tag that is not declared is answered in the API's words", async ({ page, start }) => {
  const { url } = await start();
  await tagged(url);
  await page.goto(`${url}/app/?by=tag:nobody`);
  await expect(page.getByText(/names a tag that is not declared as a dimension/).first()).toBeVisible();
  await expect(by(page).locator("option:checked")).toHaveText("By tag: nobody");
  await by(page).selectOption("By tag: feature");
  await expect(table(page)).toBeVisible();
  await page.goto(`${url}/app/?tag:nobody!=x`);
  await expect(page.getByText(/names a tag that is not declared as a dimension/).first()).toBeVisible();
  await chips(page).getByRole("button").click();
  await expect(page.getByRole("table", { name: "Costs by customer" })).toBeVisible();
});

test("a tag may be called anything that the API takes", async ({ page, start }) => {
  const { url } = await start();
  const name = "a&b=c #d+é%";
  await call(url, "/events", "POST", [events()[0]]);
  await call(url, "/api/v1/settings", "PATCH", { tag_dimensions: [name] });
  await call(url, "/events", "POST", [{ ...events()[1], tags: { [name]: "x&y=z #1" } }]);
  await visit(page, `${url}/app/`);
  await by(page).selectOption(`By tag: ${name}`);
  const own = page.getByRole("table", { name: `Costs by tag: ${name}` });
  await own.getByText("x&y=z #1").click({ modifiers: ["Alt"] });
  await expect(own.locator("tbody tr")).toHaveText([/^No a&b/]);
  await page.reload();
  await expect(chips(page)).toHaveText([`Tag ${name} is not x&y=z #1`]);
  await expect(own.locator("tbody tr")).toHaveText([/^No a&b/]);
});

test("a key that reads costs is offered its tenant's tags", async ({ page, guarded }) => {
  const { url, key, command } = await guarded({ demo: false });
  const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
  const body = JSON.stringify({ tag_dimensions: ["feature"] });
  const seen = await fetch(`${url}/events`, { method: "POST", headers, body: JSON.stringify(events()) });
  expect(seen.ok).toBe(true);
  expect((await fetch(`${url}/api/v1/settings`, { method: "PATCH", headers, body })).ok).toBe(true);
  const reader = JSON.parse(await command("keys", "create", "--scopes", "costs:read"));
  await page.goto(`${url}/app/`);
  await page.getByLabel("API key").fill(reader.key);
  await page.keyboard.press("Enter");
  await expect(by(page).locator("option").last()).toHaveText("By tag: feature");
});

for (const look of LOOKS) {
  test(`tags have no barriers: ${look.colorScheme}, ${look.width} px`, async ({ page, start }) => {
    const { url } = await start();
    await tagged(url);
    await lookAt(page, look);
    for (const path of [
      "/?by=tag:feature&tag:feature!=rag",
      "/customers/acme?by=tag:feature",
      "/models?tag:feature=chat",
    ]) {
      await visit(page, `${url}/app${path}`);
      expect(await barriers(page), path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(look.width);
    }
  });
}

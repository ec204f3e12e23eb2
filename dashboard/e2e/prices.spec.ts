import type { Locator, Page } from "@playwright/test";
import type { Collector } from "./fixtures/program";
import { amountsOf, expect, test } from "./page";

const LIST = `provider,model,kind,usd,per,from,to,service_tier
openai,gpt-4o,input,2.0000001,1000000,,,
openai,gpt-4o,input,1.00,1000000,,,batch
acme-labs,house-1,input,0.5,1000,2026-12-01,2027-12-01,
`;
const FILE = { name: "our list.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) };
const TENANT = "tenant_id=default_tenant";

const shown = (within: Locator, attribute: string) =>
  within.evaluateAll((all, name) => all.map((each) => each.getAttribute(name) ?? ""), attribute);

/** Text of every unit price of an answer. */
const unitPricesOf = (json: string) =>
  new Set([...json.matchAll(/"usd":"([\d.]+)"/g)].map(([, usd = ""]) => usd));

/** Goes to a control as a person without a mouse does, and says where the focus is if it never comes there. */
async function tabTo(page: Page, target: Locator) {
  for (let step = 0; step < 80; step++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never leads to ${target}`);
}

async function pressOn(page: Page, target: Locator) {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

test("the book shows the API's prices digit for digit", async ({ page, request }) => {
  await page.goto("/app/prices?provider=openai&model=gpt-4");
  const rows = page.locator("tbody tr[data-row]");
  await expect(rows.first()).toBeVisible();
  const { prices } = await (
    await request.get(`/api/v1/prices?${TENANT}&provider=openai&model=gpt-4&limit=1000`)
  ).json();
  expect(await rows.count()).toBe(prices.length);
  const kinds = ["input", "output", "cache_read", "cache_write"];
  for (const [index, { model, unit_prices }] of prices.entries()) {
    const row = rows.nth(index);
    await expect(row.locator("td").nth(1)).toHaveText(model);
    expect(await shown(row.locator("[data-unit-usd]"), "data-unit-usd")).toEqual(
      kinds.flatMap((kind) => unit_prices[kind]?.usd ?? []),
    );
  }
});

test("a model is found and explained with the keyboard alone", async ({ page }) => {
  await page.goto("/app/prices");
  await expect(page.getByRole("table", { name: "Models and what they cost" })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("gpt-4o-mini-transcribe");
  await expect(page).toHaveURL(/model=gpt-4o-mini-transcribe/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: /^\d models, USD|^1 model, USD/ })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.locator("tr[data-row='0']")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/tab=explain/);
  await expect(page.getByLabel("Model", { exact: true })).toHaveValue(/gpt-4o-mini-transcribe/);
  await expect(page.getByLabel("Provider", { exact: true })).not.toHaveValue("");
  await expect(page.locator("[data-wins]")).toHaveCount(1);
});

test("what a call costs is what the collector bills for it, borders and borrowed prices included", async ({
  page,
  start,
  request,
}) => {
  const { url } = await start();
  const usage = { input: 150_001, cache_read: 50_000, output: 333, reasoning: 7 };
  const sent = await request.post(`${url}/api/v1/events`, {
    data: { events: [{ id: "one", provider: "google", model: "gemini-2.5-pro", usage }] },
  });
  expect(sent.ok()).toBe(true);
  const billed = () =>
    request.get(`${url}/api/v1/events/one?${TENANT}`).then(async (answer) => ({
      found: answer.ok(),
      text: await answer.text(),
    }));
  await expect.poll(async () => (await billed()).found).toBe(true);
  const text = Object.entries(usage).map(([kind, count]) => `${kind}:${count}`);
  await page.goto(`${url}/app/prices?tab=explain&provider=google&model=gemini-2.5-pro&usage=${text}`);
  const cost = page.locator("[data-call-cost] [data-usd]");
  await expect(cost).toBeVisible();
  const [amount = ""] = await shown(cost, "data-usd");
  expect([...amountsOf((await billed()).text)]).toContain(amount);
  const explained = await (
    await request.get(`${url}/api/v1/prices/explain?${TENANT}&provider=google&model=gemini-2.5-pro`)
  ).text();
  const prices = await shown(page.locator("[data-wins] [data-unit-usd]"), "data-unit-usd");
  expect(new Set(prices)).toEqual(new Set([...unitPricesOf(explained.replace(/"above":\[.*?\]/g, ""))]));
});

/** What the API says of the price now, in the list of the layers as well. */
async function expectLayers(page: Page, { url }: Pick<Collector, "url">, query: string, winner: string) {
  const answer = await (await page.request.get(`${url}/api/v1/prices/explain?${TENANT}&${query}`)).json();
  await page.goto(`${url}/app/prices?tab=explain&${query}`);
  const won = page.locator(`[data-layer="${winner}"][data-wins]`);
  await expect(won).toHaveCount(1);
  const prices = await shown(won.locator("[data-unit-usd]"), "data-unit-usd");
  const rates = Object.values(answer.unit_prices as Record<string, { usd: string }>);
  expect([...prices].sort()).toEqual(rates.map(({ usd }) => usd).sort());
}

test("prices are set and retired with the mouse @both", async ({ page, start }) => {
  const collector = await start();
  await page.goto(`${collector.url}/app/prices`);
  await page.getByRole("link", { name: "Overrides" }).click();
  await button(page, "New override").click();
  const form = page.getByRole("dialog", { name: "New override" });
  await form.getByLabel("Provider").fill("openai");
  await form.getByLabel("Model").fill("gpt-4o");
  await form.getByLabel("Price 1", { exact: true }).fill("2.000000000001, >200000 = 4.5");
  await form.getByRole("button", { name: "Another kind" }).click();
  await form.getByLabel("Price 2", { exact: true }).fill("nine");
  await form.getByLabel("Reason").fill("contract 17");
  await form.getByRole("button", { name: "Make it" }).click();
  await expect(form.getByRole("alert")).toContainText("output");
  await form.getByLabel("Price 2", { exact: true }).fill("9.00");
  await form.getByRole("button", { name: "Make it" }).click();
  await expect(form).toBeHidden();
  await expectLayers(page, collector, "provider=openai&model=gpt-4o", "tenant");
  expect(await page.locator("[data-wins] [data-unit-usd='2.000000000001']").count()).toBe(1);

  await page.goto(`${collector.url}/app/prices?tab=overrides`);
  await page.getByRole("row", { name: /openai \/ gpt-4o/ }).click();
  const detail = page.getByRole("dialog");
  await expect(detail).toContainText("contract 17");
  await expect(detail).toContainText("by open");
  await detail.getByRole("button", { name: "Retire…" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("it ended");
  await page.getByRole("dialog").getByRole("button", { name: "Retire" }).click();
  await expect(page.getByText("No overrides")).toBeVisible();
  await button(page, "Retired").click();
  await page.getByRole("row", { name: /openai \/ gpt-4o/ }).click();
  await expect(page.getByRole("dialog")).toContainText("it ended");
  await expectLayers(page, collector, "provider=openai&model=gpt-4o", "book");
});

test("a mark-up for a customer is made and retired with the keyboard", async ({ page, start }) => {
  const collector = await start();
  await page.goto(`${collector.url}/app/prices?tab=overrides`);
  await expect(page.getByText("No overrides")).toBeVisible();
  await pressOn(page, button(page, "New override"));
  const form = page.getByRole("dialog", { name: "New override" });
  await expect(form.getByLabel("Provider")).toBeFocused();
  await page.keyboard.type("openai");
  await page.keyboard.press("Tab");
  await page.keyboard.type("*");
  await page.keyboard.press("Tab");
  await page.keyboard.type("acme");
  await pressOn(page, form.getByRole("button", { name: "Multiply prices" }));
  await tabTo(page, form.getByLabel("Factor"));
  await page.keyboard.type("1.25");
  await expect(form.getByText("25% more")).toBeVisible();
  await tabTo(page, form.getByLabel("Mon"));
  await page.keyboard.press("Space");
  await page.keyboard.press("Space");
  await tabTo(page, form.getByLabel("Reason"));
  await page.keyboard.type("contract 18");
  await page.keyboard.press("Enter");
  await expect(form).toBeHidden();
  await expectLayers(page, collector, "provider=openai&model=gpt-4o&customer=acme", "customer");
  await expectLayers(page, collector, "provider=openai&model=gpt-4o&customer=other", "book");

  await page.goto(`${collector.url}/app/prices?tab=overrides`);
  await expect(page.locator("tr[data-row='0']")).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.locator("tr[data-row='0']")).toBeFocused();
  await page.keyboard.press("Enter");
  await pressOn(page, page.getByRole("dialog").getByRole("button", { name: "Retire…" }));
  await expect(page.getByRole("dialog").getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("over");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No overrides")).toBeVisible();
});

/** Chooses the list, looks at what it would change and compares every figure with the API's answer. */
async function dryRun(page: Page, go: (target: Locator) => Promise<void>) {
  await go(button(page, "Import a file"));
  await page.getByLabel("File", { exact: true }).setInputFiles(FILE);
  await expect(page.getByLabel("Format")).toHaveValue("csv");
  await expect(page.getByLabel("Source")).toHaveValue("our list.csv");
  await page.getByLabel("From (UTC day)").fill("2026-01-01");
  const answered = page.waitForResponse(/prices\/imports\?.*dry_run=true/);
  await go(button(page, "See what changes"));
  const answer = await (await answered).text();
  const effect = page.locator("[data-effect]");
  await expect(effect).toBeVisible();
  for (const by of ["By model", "By customer"]) {
    await go(effect.getByRole("button", { name: by }));
    const amounts = await shown(effect.locator("[data-usd]"), "data-usd");
    expect(amounts.length).toBeGreaterThan(5);
    const known = amountsOf(answer);
    expect(amounts.filter((amount) => !known.has(amount))).toEqual([]);
  }
  const changes = page.getByRole("table", { name: "Models that change" });
  const { models, counts } = JSON.parse(answer).changes;
  await expect(changes.locator("tbody tr")).toHaveCount(models.length);
  for (const { prices } of models) {
    for (const { price, new: next } of prices) {
      await expect(changes.locator(`[data-price="${price}"]`).filter({ hasText: next })).not.toHaveCount(0);
    }
  }
  expect(counts.prices_added).toBe(3);
  expect(JSON.parse(answer).dry_run).toBe(true);
}

test("a list is imported after its dry run and retired, with the mouse @both", async ({ page, start }) => {
  const collector = await start({ demo: true });
  const imports = async () =>
    (await (await page.request.get(`${collector.url}/api/v1/prices/imports`)).json()).imports;
  await page.goto(`${collector.url}/app/prices?tab=imports`);
  await dryRun(page, (target) => target.click());
  expect(await imports()).toEqual([]);
  await button(page, "Import it").click();
  await expect(page.getByRole("row", { name: /our list\.csv/ })).toContainText("in use");
  expect(await imports()).toMatchObject([{ source: "our list.csv", effective_from: "2026-01-01T00:00:00Z" }]);
  await expectLayers(page, collector, "provider=openai&model=gpt-4o", "operator");

  await page.goto(`${collector.url}/app/prices?tab=imports`);
  await button(page, "Retire our list.csv").click();
  await page.getByRole("dialog").getByLabel("Reason").fill("wrong file");
  await page.getByRole("dialog").getByRole("button", { name: "Retire" }).click();
  await expect(page.getByRole("row", { name: /our list\.csv/ })).toContainText("wrong file");
  await expectLayers(page, collector, "provider=openai&model=gpt-4o", "book");
});

test("a list is imported and retired with the keyboard; the same file again does nothing", async ({
  page,
  start,
}) => {
  const collector = await start({ demo: true });
  await page.goto(`${collector.url}/app/prices?tab=imports`);
  await expect(page.getByText("Nothing was imported")).toBeVisible();
  await dryRun(page, (target) => pressOn(page, target));
  await pressOn(page, button(page, "Import it"));
  await expect(page.getByRole("row", { name: /our list\.csv/ })).toContainText("in use");

  await pressOn(page, button(page, "Import a file"));
  await page.getByLabel("File", { exact: true }).setInputFiles(FILE);
  await pressOn(page, button(page, "See what changes"));
  await expect(page.getByText("This file is in use already")).toBeVisible();
  await expect(button(page, "Import it")).toBeHidden();
  await pressOn(page, button(page, "Cancel"));

  await pressOn(page, button(page, "Retire our list.csv"));
  await expect(page.getByRole("dialog").getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("no more");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /our list\.csv/ })).toContainText("no more");
});

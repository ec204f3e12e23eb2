import type { Locator, Page } from "@playwright/test";
import { barriers } from "./axe";
import { visit } from "./everywhere";
import { ask, exactly, LOOKS, lookAt, nano, ownTenant, seedDemo, send, shown, tabTo } from "./ledger";
import { expect, test } from "./page";

const MODEL = "house-model-1";
const FINISHED = { timeout: 20_000 };

function models(page: Page): Locator {
  return page.getByRole("table", { name: "Models and their costs" });
}

function rowOf(page: Page, model: string): Locator {
  return models(page).locator("tbody tr").filter({ hasText: model });
}

/** The latest answer to a preview among all that a page received. */
function lastPreview(answers: string[]) {
  return exactly(
    answers.filter((each) => each.includes('"examined_events"') && each.includes('"models"')).at(-1) ?? "",
  );
}

test("what models cost is the API's, and what has no price is said to be unknown", async ({
  page,
  request,
}) => {
  await page.goto("/app/models");
  const { models: all } = await ask(request, "/api/v1/models?tenant_id=default_tenant");
  await expect(models(page).locator("tbody tr")).toHaveCount(all.length);
  for (const { model, cost_usd, cost_per_call_usd, cost_per_million_tokens_usd, price_states } of all) {
    const row = models(page)
      .locator("tbody tr")
      .filter({ has: page.getByText(model, { exact: true }) });
    for (const state of Object.keys(price_states))
      await expect(row).toContainText(state, { ignoreCase: true });
    if (model === MODEL) await expect(row).toContainText("unknown");
    else
      expect(await shown(row)).toEqual(
        expect.arrayContaining([cost_usd, cost_per_call_usd, cost_per_million_tokens_usd]),
      );
  }
  const { total } = await ask(request, "/api/v1/costs?tenant_id=default_tenant");
  await expect(models(page).locator("[data-total] [data-usd]").first()).toHaveAttribute(
    "data-usd",
    total.cost_usd,
  );
  const unpriced = page.getByRole("table", { name: "Models without a price" });
  const { models: missing } = await ask(request, "/api/v1/prices/unpriced?tenant_id=default_tenant");
  await expect(unpriced.locator("tbody tr")).toHaveCount(missing.length);
  await expect(unpriced).toContainText(String(missing[0].calls));
});

test("an unpriced model priced and re-priced, by mouse, and taken back @both", async ({
  page,
  request,
  answers,
}) => {
  const tenant = ownTenant("price-by-mouse");
  await seedDemo(request, tenant);
  const total = async () => (await ask(request, `/api/v1/costs?tenant_id=${tenant}`)).total;
  const before = await total();
  await page.goto(`/app/models?tenant=${tenant}`);
  await page.getByRole("button", { name: `Set a price for ${MODEL}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Price of input in USD").fill("0,5");
  await dialog.getByRole("button", { name: "Set the price" }).click();
  await expect(dialog.getByRole("alert")).toContainText('"0,5" is no price');
  await dialog.getByLabel("Price of input in USD").fill("0.5");
  await dialog.getByLabel("Price of output in USD").fill("1.25");
  await dialog.getByLabel("Reason, kept with the price").fill("the lab's list");
  await dialog.getByRole("button", { name: "Set the price" }).click();

  const act = dialog.getByRole("button", { name: /Re-price \d/ });
  await expect(act).toBeEnabled();
  expect(await barriers(page)).toEqual([]);
  const preview = lastPreview(answers);
  expect(nano(preview.total.cost_change_usd)).toBeGreaterThan(0n);
  const effect = dialog.getByRole("region", { name: "Effect by model" });
  await expect(effect).toContainText(MODEL);
  expect(await shown(effect)).toEqual([preview.models[0].after.cost_usd, preview.models[0].cost_change_usd]);
  const changes = preview.customers.map((each: { cost_change_usd: string }) => each.cost_change_usd);
  expect(await shown(dialog.getByRole("region", { name: "Effect by customer" }))).toEqual(
    expect.arrayContaining(changes),
  );
  expect((await total()).cost_usd).toBe(before.cost_usd);

  await act.click();
  await expect(dialog.getByRole("heading", { name: "Re-priced" })).toBeVisible(FINISHED);
  expect(await barriers(page)).toEqual([]);
  expect(await shown(dialog)).toEqual([preview.total.cost_change_usd]);
  const after = await total();
  expect(nano(after.cost_usd) - nano(before.cost_usd)).toBe(nano(preview.total.cost_change_usd));
  expect(after.unpriced_calls).toBe(0);
  await expect(models(page).locator("[data-total] [data-usd]").first()).toHaveAttribute(
    "data-usd",
    after.cost_usd,
  );
  await expect(page).toHaveURL(/revision=rev_/);

  await page.reload();
  await dialog.getByRole("button", { name: "Take it back" }).click();
  await dialog.getByLabel("Why it is taken back").fill("the list was last year's");
  await dialog.getByRole("button", { name: "Take it back" }).click();
  await expect(dialog.getByRole("heading", { name: "Taken back" })).toBeVisible(FINISHED);
  expect((await total()).cost_usd).toBe(before.cost_usd);
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, MODEL)).toContainText("unknown");
});

test("an unpriced model priced and re-priced, by keyboard", async ({ page, request }) => {
  const tenant = ownTenant("price-by-keyboard");
  await seedDemo(request, tenant);
  await page.goto(`/app/models?tenant=${tenant}`);
  const unpriced = page.getByRole("table", { name: "Models without a price" });
  await expect(unpriced).toBeVisible();
  await page.keyboard.press("j");
  await expect(unpriced.locator("tbody tr").first()).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Price of input in USD")).toBeFocused();
  await page.keyboard.type("0.25");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("heading", { name: /Re-price those that are stored/ })).toBeFocused();
  const act = dialog.getByRole("button", { name: /Re-price \d/ });
  await expect(act).toBeEnabled();
  await tabTo(page, act);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("heading", { name: "Re-priced" })).toBeFocused(FINISHED);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(unpriced).toBeHidden();
  const { models: all } = await ask(request, `/api/v1/models?tenant_id=${tenant}&provider=acme-labs`);
  expect(await shown(rowOf(page, MODEL))).toEqual(expect.arrayContaining([all[0].cost_usd]));
  expect(nano(all[0].cost_usd)).toBeGreaterThan(0n);
});

test("the prices of a name that is like it are a start", async ({ page, request }) => {
  const tenant_id = ownTenant("price-like-another");
  const usage = { input: 1_000, output: 100 };
  await send(request, [{ id: "typo", tenant_id, provider: "anthropc", model: "claud-sonet-45", usage }]);
  await page.goto(`/app/models?tenant=${tenant_id}`);
  await expect(page.getByRole("table", { name: "Models without a price" })).toContainText("83.3% alike");
  await page.getByRole("button", { name: "Set a price for claud-sonet-45" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "anthropic/claude-sonnet-4-5" }).click();
  const path = "/api/v1/prices?provider=anthropic&model=claude-sonnet-4-5";
  const known = (await ask(request, path)).prices.find(
    ({ model }: { model: string }) => model === "claude-sonnet-4-5",
  );
  for (const [kind, { usd }] of Object.entries<{ usd: string }>(known.unit_prices)) {
    await expect(dialog.getByLabel(`Price of ${kind} in USD`)).toHaveValue(usd);
  }
  await dialog.getByRole("button", { name: "Set the price" }).click();
  await expect(dialog.getByRole("button", { name: "Re-price 1 event" })).toBeEnabled();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Set a price for claud-sonet-45" }).click();
  await dialog.getByRole("button", { name: "Go on to re-pricing" }).click();
  await expect(dialog.getByRole("button", { name: "Re-price 1 event" })).toBeEnabled();
});

test("who may only read is told who can set a price", async ({ page, guarded }) => {
  const { url, command } = await guarded();
  const { key } = JSON.parse(await command("keys", "create", "--scopes", "costs:read,runs:read"));
  await page.goto(`${url}/app/models`);
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(/Setting a price needs a key with the scope admin/)).toBeVisible();
  await expect(page.getByRole("button", { name: /Set a price/ })).toHaveCount(0);
  await page.goto(`${url}/app/models?price_provider=acme-labs&price_model=${MODEL}`);
  await expect(page.getByRole("dialog")).toContainText("needs the scope admin");
});

test("the chart stacks by provider or model, and a row narrows the page", async ({ page }) => {
  await page.goto("/app/models");
  await expect(page.locator('rect[data-series="gpt-4o"]').first()).toBeVisible();
  await page.getByRole("button", { name: "By provider" }).click();
  await expect(page).toHaveURL(/by=provider/);
  await expect(page.locator('rect[data-series="openai"]').first()).toBeVisible();
  await rowOf(page, "claude-sonnet-4-5").click();
  await expect(page.getByRole("list", { name: "Filters" })).toContainText("claude-sonnet-4-5");
  await expect(models(page).locator("tbody tr")).toHaveCount(1);
  await page.getByLabel("Price state").selectOption("unpriced");
  await expect(page).toHaveURL(/price_state=unpriced/);
});

test("no barriers, in the dialog neither", async ({ page }) => {
  for (const look of LOOKS) {
    await lookAt(page, look);
    await page.goto("/app/models");
    await expect(models(page)).toBeAttached();
    await expect(page.locator("rect[data-series]").first()).toBeAttached();
    expect(await barriers(page), JSON.stringify(look)).toEqual([]);
    await page.getByRole("button", { name: `Set a price for ${MODEL}` }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await barriers(page), `dialog ${JSON.stringify(look)}`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  }
});

test("what only calls without a price make up is unknown on every page, never nothing", async ({ page }) => {
  for (const path of ["", "customers", "runs", "models"]) {
    await visit(page, `/app/${path}?model=${MODEL}&compare=none`);
    const main = page.locator("main");
    await expect(main.getByText(/^(unknown|at least )$/).first()).toBeVisible();
    await expect(main.locator(":is(table, ol) [data-usd='0']")).toHaveCount(0);
  }
});

import { barriers } from "./axe";
import { ask, divided, LOOKS, lookAt, nano, ownTenant, seedDemo, send } from "./ledger";
import { expect, test } from "./page";

const TENANT = ownTenant("sections");
const URL = `/app/sections?tenant=${TENANT}`;
const AT = new Date(Date.now() - 3_600_000).toISOString();

/** A call in a section below another, in this tenant. */
function call(id: string, path: string, input: number) {
  const section = path.split("/").at(-1);
  const usage = { input, output: 10 };
  const place = { tenant_id: TENANT, run_id: "nested", section, section_path: path };
  return { id, provider: "openai", model: "gpt-4o", timestamp: AT, usage, ...place };
}

test.beforeEach(async ({ request }) => {
  await seedDemo(request, TENANT);
  await send(request, [
    call("nested-1", "agent:planner", 1_000),
    call("nested-2", "agent:planner/tool:search", 90_001),
    call("nested-3", "agent:planner/tool:search/tool:rank", 7),
    call("nested-4", "agent:planner/tool:write", 500),
  ]);
});

test("costs of sections are the API's, of themselves and with what is below them", async ({
  page,
  request,
}) => {
  await page.goto(URL);
  const table = page.getByRole("table", { name: "Sections and their costs" });
  await expect(table.getByText("tool:rank", { exact: true })).toBeVisible();
  const { sections } = await ask(request, `/api/v1/sections?tenant_id=${TENANT}`);
  expect(sections.length).toBeGreaterThan(8);
  for (const section of sections) {
    const row = table.locator("tbody tr").filter({ has: page.locator(`[title="${section.path}"]`) });
    const cell = async (header: string) => {
      const heads = await table.locator("thead th").allTextContents();
      return row.locator("td").nth(heads.indexOf(header)).locator("[data-usd]").first();
    };
    if (section.unpriced_calls > 0 && nano(section.cost_usd) === 0n) {
      await expect(row).toContainText("unknown");
      continue;
    }
    await expect(await cell("Cost")).toHaveAttribute("data-usd", section.cost_usd);
    await expect(await cell("Own")).toHaveAttribute("data-usd", section.own_cost_usd);
    const perCall = (await (await cell("Per call")).getAttribute("data-usd")) ?? "";
    expect(nano(perCall)).toBe(divided(nano(section.cost_usd), section.calls));
    const change = (await (await cell("Change")).getAttribute("data-usd")) ?? "";
    expect(nano(change)).toBe(nano(section.cost_usd));
  }
  const { total } = await ask(request, `/api/v1/costs?tenant_id=${TENANT}`);
  await expect(table.locator("[data-total] [data-usd]").first()).toHaveAttribute("data-usd", total.cost_usd);
});

test("Enter and arrows open and close a section, a click narrows to it", async ({ page }) => {
  await page.goto(URL);
  const search = page.getByText("tool:search", { exact: true });
  const planner = page.locator("tr", { has: page.locator('[title="agent:planner"]') });
  await expect(search).toBeVisible();
  for (let row = 0; row < 10; row++) {
    await page.keyboard.press("j");
    if (await planner.evaluate((node) => node === document.activeElement)) break;
  }
  await expect(planner).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(search).toBeHidden();
  await expect(page).toHaveURL(/toggled=agent%3Aplanner/);
  await page.reload();
  await expect(planner).toBeVisible();
  await expect(search).toBeHidden();
  await page.getByRole("button", { name: "What is below agent:planner" }).click();
  await expect(search).toBeVisible();
  await planner.focus();
  await page.getByRole("button", { name: "Top level" }).click();
  await expect(search).toBeHidden();
  await page.getByRole("button", { name: "All levels" }).click();
  await search.click();
  await expect(page.getByRole("list", { name: "Filters" })).toContainText("agent:planner/tool:search");
  await expect(page.getByText("agent:writer", { exact: true })).toBeHidden();
  await page.getByRole("link", { name: "Runs of agent:planner/tool:search" }).click();
  await expect(page).toHaveURL(/\/app\/runs\?.*section=tool%3Asearch/);
});

test("the file of sections holds what is shown", async ({ page, request }) => {
  await page.goto(`${URL}&provider=anthropic`);
  await expect(page.getByText("agent:writer", { exact: true })).toBeVisible();
  const href = (await page.getByRole("link", { name: "CSV" }).getAttribute("href")) ?? "";
  const lines = (await (await request.get(href)).text()).trim().split("\r\n");
  expect(lines.length - 1).toBe(await page.locator("tbody tr").count());
});

test("no barriers", async ({ page }) => {
  for (const look of LOOKS) {
    await lookAt(page, look);
    await page.goto(URL);
    await expect(page.getByText("tool:rank", { exact: true })).toBeAttached();
    expect(await barriers(page), JSON.stringify(look)).toEqual([]);
  }
});

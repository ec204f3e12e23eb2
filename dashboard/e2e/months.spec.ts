import type { APIRequestContext, Page } from "@playwright/test";
import { barriers } from "./axe";
import { ask, tabTo } from "./ledger";
import { expect, test } from "./page";

const TODAY = new Date().toISOString().slice(0, 10);
const [YEAR = 0, MONTH = 0] = TODAY.split("-").map(Number);
/** First day of the month that is so many after this one. */
const first = (later: number) => new Date(Date.UTC(YEAR, MONTH - 1 + later, 1)).toISOString().slice(0, 10);
const name = (later: number) =>
  new Date(first(later)).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

const TWO_MONTHS = `tenant_id=default_tenant&time_zone=UTC&from=${first(0)}&to=${first(1)}&compare_from=${first(-1)}&compare_to=${first(0)}`;

/** Every row of a table with a change against the API's groups; the row of totals too. */
async function expectChanges(page: Page, request: APIRequestContext, table: string) {
  const answer = await ask(request, `/api/v1/costs?${TWO_MONTHS}&group_by=customer&limit=1000`);
  const rows = page.getByRole("table", { name: table }).locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  for (const { customer, cost_usd, cost_change_usd } of answer.groups.slice(0, 8)) {
    const amounts = rows.filter({ hasText: customer }).locator("[data-usd]");
    const shown = await amounts.evaluateAll((all) => all.map((each) => each.getAttribute("data-usd")));
    expect(shown, customer).toEqual(expect.arrayContaining([cost_usd, cost_change_usd]));
  }
  const totals = page.getByRole("table", { name: table }).locator("[data-total] [data-usd]");
  const shown = await totals.evaluateAll((all) => all.map((each) => each.getAttribute("data-usd")));
  expect(shown).toEqual(expect.arrayContaining([answer.total.cost_usd, answer.compared.cost_change_usd]));
}

test("compare two months, by mouse: this one against the last", async ({ page, request }) => {
  await page.goto("/app/");
  await page.getByRole("combobox", { name: "Window" }).selectOption("This month against last");
  await expect(page).toHaveURL(new RegExp(`from=${first(0)}&to=${first(1)}`));
  await expect(page.getByRole("combobox", { name: "Window" }).locator("option:checked")).toHaveText(name(0));
  await expect(page.getByText(`against ${name(-1)}`)).toBeVisible();
  await expect(page.getByRole("list", { name: "Legend" })).toContainText(name(-1));
  await expectChanges(page, request, "Costs by customer");
  await page.getByRole("link", { name: "Customers", exact: true }).click();
  await expectChanges(page, request, "Customers and their costs");
  await page.getByRole("combobox", { name: "Window" }).selectOption("Last 7 days");
  await expect(page).not.toHaveURL(/compare_from/);
});

test("compare any two months, by keyboard", async ({ page, request }) => {
  await page.goto("/app/");
  const window = page.getByRole("combobox", { name: "Window" });
  await tabTo(page, window);
  await page.keyboard.type("Days");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("combobox", { name: "Month" })).toBeFocused();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.type(name(-1));
  await expect(dialog.getByRole("combobox", { name: "Month" })).toHaveValue(first(-1).slice(0, 7));
  await page.keyboard.press("Tab");
  await page.keyboard.type(name(-2));
  await expect(dialog.getByRole("combobox", { name: "Against" })).toHaveValue(first(-2).slice(0, 7));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(window.locator("option:checked")).toHaveText(name(-1));
  const query = `from=${first(-1)}&to=${first(0)}&compare_from=${first(-2)}&compare_to=${first(-1)}`;
  await expect(page).toHaveURL(new RegExp(query));
  const answer = await ask(request, `/api/v1/costs?tenant_id=default_tenant&${query}`);
  const total = page.getByRole("table", { name: "Costs by customer" }).locator("[data-total] [data-usd]");
  await expect(total.first()).toHaveAttribute("data-usd", answer.total.cost_usd);
});

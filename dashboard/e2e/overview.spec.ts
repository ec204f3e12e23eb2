import type { Locator, Page } from "@playwright/test";
import { visit } from "./everywhere";
import { ask, LOOKS, lookAt } from "./ledger";
import { amountsOf, expect, test } from "./page";

test("what the overview says of today and this month is what the API says", async ({ page, request }) => {
  await page.goto("/app/");
  await page.waitForLoadState("networkidle");
  const shown = await page
    .locator("main [data-usd]")
    .evaluateAll((all) => all.map((each) => each.getAttribute("data-usd") ?? ""));
  const summary = amountsOf(
    await (await request.get("/api/v1/summary?tenant_id=default_tenant&time_zone=UTC")).text(),
  );
  expect(summary.has(shown[0] ?? "")).toBe(true);
  expect(shown.length).toBeGreaterThan(20);
});

test("the table below the chart adds up to its header, to the nano-dollar @both", async ({ page }) => {
  await page.goto("/app/?by=model");
  const table = page.getByRole("table", { name: "Costs by model" });
  await expect(table.locator("[data-total]")).toBeVisible();
  const costs = await table
    .locator("tbody tr td:nth-child(2) [data-usd]")
    .evaluateAll((all) => all.map((each) => each.getAttribute("data-usd") ?? ""));
  expect(costs.length).toBeGreaterThan(3);
  const nano = (text: string) => {
    const [whole = "0", decimals = ""] = text.split(".");
    return BigInt(whole) * 1_000_000_000n + BigInt(decimals.padEnd(9, "0"));
  };
  const total = await table.locator("[data-total] td").first().locator("[data-usd]").getAttribute("data-usd");
  expect(costs.reduce((sum, cost) => sum + nano(cost), 0n)).toBe(nano(total ?? "0"));
});

test("dragging over the chart zooms, and the URL says so", async ({ page }) => {
  await page.goto("/app/");
  const box = await page.locator("main figure svg").boundingBox();
  if (!box) throw new Error("no chart");
  await page.mouse.move(box.x + 300, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 420, box.y + 100, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=/);
});

const chart = (page: Page) => page.getByRole("img", { name: /^Spend over time/ });
const AXIS = 56;
const line = (page: Page) => page.locator("[data-before] polyline").last();

/** Points of a column's middle; the line begins and ends at the chart's edges besides. */
async function columnsOf(drawn: Locator) {
  const points = (await drawn.getAttribute("points"))?.split(" ") ?? [];
  return points.slice(1, -1).map((point) => Number(point.split(",")[0]));
}

/** Hovers over a column and reads what the card says of the period before. */
async function beforeAt(page: Page, column: number) {
  const x = (await columnsOf(line(page)))[column] ?? 0;
  await chart(page).hover({ position: { x: AXIS + x, y: 200 } });
  return page.getByRole("tooltip").getByRole("listitem").last();
}

const asked = (from: string, to: string) =>
  `/api/v1/costs?tenant_id=default_tenant&time_zone=UTC&from=${from}&to=${to}&group_by=day`;
const DAY = 86_400_000;
const day = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);

for (const look of LOOKS) {
  test(`the period before is drawn, by one request: ${look.colorScheme}, ${look.width} px`, async ({
    page,
    request,
  }) => {
    await lookAt(page, look);
    const [from, to, before] = [day(9), day(0), day(18)];
    const overTime: string[] = [];
    page.on("request", (each) => {
      const by = new URL(each.url()).searchParams.get("group_by");
      if (by === "day") overTime.push(each.url());
    });
    await visit(page, `/app/?from=${from}&to=${to}&compare_from=${before}&compare_to=${from}`);
    await expect(line(page)).toBeVisible();
    expect(overTime).toHaveLength(1);
    const { groups } = await ask(request, asked(before, from));
    expect(await columnsOf(line(page))).toHaveLength(9);
    for (const column of [0, 8]) {
      const said = await beforeAt(page, column);
      const { day: date, cost_usd } = groups[column];
      expect(date).toBe(day(18 - column));
      await expect(said.locator("[data-usd]")).toHaveAttribute("data-usd", cost_usd);
      await expect(said.locator("[data-usd]")).toHaveText(`$${cost_usd}`);
    }
    await page.mouse.move(0, 0);
    await page.getByRole("button", { name: "Compare" }).click();
    await expect(page.locator("[data-before]")).toHaveCount(0);
  });
}

test("a period before of fewer or more days stands beside the first ones", async ({ page }) => {
  await visit(page, `/app/?from=${day(9)}&to=${day(0)}&compare_from=${day(12)}&compare_to=${day(9)}`);
  await expect(line(page)).toBeVisible();
  expect(await columnsOf(line(page))).toHaveLength(3);
  await visit(page, `/app/?from=${day(3)}&to=${day(0)}&compare_from=${day(30)}&compare_to=${day(3)}`);
  await expect(line(page)).toBeVisible();
  await expect(page.getByRole("list", { name: "Legend" })).toContainText(/\(first \d+ of \d+ hours\)/);
});

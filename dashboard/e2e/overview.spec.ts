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

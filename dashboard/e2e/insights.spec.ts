import { barriers } from "./axe";
import { ask, LOOKS, lookAt, ownTenant, seedDemo, send, shown } from "./ledger";
import { amountsOf, expect, test } from "./page";

const TENANT = ownTenant("insights");
const URL = `/app/insights?tenant=${TENANT}`;
const HOUR = 3_600_000;

/** A section that cost little on each of seven days, and since yesterday has many calls with long prompts. */
function spike() {
  const call = (id: string, at: number, input: number) => ({
    id,
    tenant_id: TENANT,
    provider: "openai",
    model: "gpt-4o",
    section: "agent:spike",
    run_id: `run-${id}`,
    customer_id: "acme",
    timestamp: new Date(at).toISOString(),
    usage: { input, output: 101 },
  });
  const now = Date.now();
  const before = Array.from({ length: 7 * 30 }, (_, n) =>
    call(`before-${n}`, now - (26 + 24 * (n % 7)) * HOUR, 1_003),
  );
  const recent = Array.from({ length: 120 }, (_, n) => call(`recent-${n}`, now - 2 * HOUR, 50_007));
  return [...before, ...recent];
}

test.beforeEach(async ({ request }) => {
  await seedDemo(request, TENANT);
  await send(request, spike());
});

test("insights say what the API says, with every figure behind them", async ({ page, request }) => {
  await page.goto(URL);
  const { insights } = await ask(request, `/api/v1/insights?tenant_id=${TENANT}`);
  const amounts = amountsOf(await (await request.get(`/api/v1/insights?tenant_id=${TENANT}`)).text());
  const items = page.locator("main ul > li", { has: page.getByRole("heading", { level: 3 }) });
  await expect(items).toHaveCount(insights.length);
  expect(insights.map(({ type }: { type: string }) => type)).toEqual(
    expect.arrayContaining(["section_spike", "unpriced_model"]),
  );
  for (const [index, insight] of insights.entries()) {
    const item = items.nth(index);
    await expect(item).toContainText(insight.message);
    await expect(item.getByRole("heading")).toContainText(insight.severity, { ignoreCase: true });
    const figures = await shown(item);
    if (insight.effect_usd) expect(figures).toContain(insight.effect_usd);
    for (const figure of figures) expect(amounts).toContain(figure);
    const money = Object.entries(insight.evidence).filter(([name]) => name.endsWith("_usd"));
    for (const [, amount] of money) expect(figures).toContain(amount);
  }
});

test("an insight leads to the runs behind it, and to a price", async ({ page, request }) => {
  await page.goto(URL);
  const { insights } = await ask(request, `/api/v1/insights?tenant_id=${TENANT}`);
  const { runs } = insights.find(({ type }: { type: string }) => type === "section_spike");
  await page
    .getByRole("link", { name: /The runs behind it .*agent:spike/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/app\/runs\?/);
  const opened = new globalThis.URL(page.url()).searchParams;
  for (const [name, value] of new globalThis.URL(runs, "http://localhost").searchParams) {
    expect(opened.get(name === "tenant_id" ? "tenant" : name), name).toBe(value);
  }
  await page.goto(URL);
  await page.getByRole("link", { name: "Set a price for house-model-1" }).click();
  await expect(page.getByRole("dialog", { name: "A price for acme-labs/house-model-1" })).toBeVisible();
});

test("one kind of insight at a time, and quiet ones say what was looked at", async ({ page }) => {
  await page.goto(URL);
  await page.getByLabel("Kind").selectOption({ label: "Section spike (1)" });
  await expect(page).toHaveURL(/type=section_spike/);
  await expect(page.getByRole("heading", { level: 2, name: "1 insight" })).toBeVisible();
  await page.getByLabel("Kind").selectOption("retry_loop");
  await expect(page.getByText("Retry loop: nothing found")).toBeVisible();
  await page.goto("/app/insights?tenant=nobody");
  await expect(page.getByText("Nothing deserves a look")).toBeVisible();
  await expect(page.getByRole("region", { name: "What was looked at" }).getByText("quiet")).toHaveCount(8);
});

test("no barriers", async ({ page }) => {
  for (const look of LOOKS) {
    await lookAt(page, look);
    await page.goto(URL);
    await expect(page.getByText("The runs behind it").first()).toBeVisible();
    expect(await barriers(page), JSON.stringify(look)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  }
});

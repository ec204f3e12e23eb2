import type { APIRequestContext, Page } from "@playwright/test";
import { barriers } from "./axe";
import { visit } from "./everywhere";
import { amountsOf, expect, test } from "./page";

const TENANT = "tenant_id=default_tenant";

/** The text of an answer: amounts as they are written there. */
async function textOf(request: APIRequestContext, path: string): Promise<string> {
  const answer = await request.get(path);
  expect(answer.ok()).toBe(true);
  return answer.text();
}

/** The costliest customer, its costliest run and that run's costliest event, as the API tells them. */
async function costliest(request: APIRequestContext) {
  const costs = await textOf(request, `/api/v1/costs?${TENANT}&group_by=customer&top=1`);
  const customer: string = JSON.parse(costs).groups[0].customer;
  const runs = await textOf(
    request,
    `/api/v1/runs?${TENANT}&sort=cost&customer=${encodeURIComponent(customer)}`,
  );
  const run: string = JSON.parse(runs).runs[0].run_id;
  const detail = await textOf(request, `/api/v1/runs/${encodeURIComponent(run)}?${TENANT}`);
  const events = [...detail.matchAll(/"event":\{"id":"([^"]+)".*?"cost_usd":([\d.]+|null)/g)];
  const [, event = ""] = events.reduce((most, each) => (nano(each[2]) > nano(most[2]) ? each : most));
  return { customer, run, event, runs, detail };
}

/** The first run of an answer whose spans are all in sight. */
function shortRun(list: string): string {
  const { runs }: { runs: { run_id: string; spans: number }[] } = JSON.parse(list);
  const found = runs.find(({ spans }) => spans > 3 && spans < 12);
  if (!found) throw new Error("no short run");
  return found.run_id;
}

function nano(amount = "0"): bigint {
  const [whole = "0", decimals = ""] = amount.replace("null", "0").split(".");
  return BigInt(whole) * 1_000_000_000n + BigInt(decimals.padEnd(9, "0"));
}

const shownIn = (page: Page, selector: string) =>
  page
    .locator(`${selector} [data-usd]`)
    .evaluateAll((all) => all.map((each) => each.getAttribute("data-usd") ?? ""));

/** Every amount and unit price of the open span is the event's, line by line. */
async function expectPanel(page: Page, request: APIRequestContext, event: string) {
  const panel = page.getByRole("complementary", { name: "The open span" });
  await expect(panel).toHaveAttribute("data-event", event);
  const text = await textOf(request, `/api/v1/events/${encodeURIComponent(event)}?${TENANT}`);
  const lines = [...text.matchAll(/"unit_price_usd":("[^"]*"|null),"cost_usd":([\d.]+|null)/g)];
  const rows = panel.locator("table tbody tr");
  await expect(rows).toHaveCount(lines.length);
  for (const [index, [, price, cost]] of lines.entries()) {
    const row = rows.nth(index);
    if (cost !== "null") await expect(row.locator("[data-usd]")).toHaveAttribute("data-usd", cost ?? "");
    if (price !== "null") {
      await expect(row.locator("[data-unit-price]")).toHaveAttribute(
        "data-unit-price",
        JSON.parse(price ?? ""),
      );
    }
  }
  const { price_id } = JSON.parse(text);
  if (price_id) await expect(panel).toContainText(price_id);
  expect(amountsOf(text)).toContain((await shownIn(page, "aside[data-event] dl"))[0]);
}

test("the costliest customer and the run behind it, by mouse", async ({ page, request }) => {
  const { customer, run, event, runs } = await costliest(request);
  await page.goto("/app/");
  await page.getByRole("region", { name: "Top customers" }).getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`/customers/${customer}`));
  await page.getByRole("link", { name: "Costliest runs" }).click();
  await expect(page).toHaveURL(/sort=cost/);
  const first = page.locator('[data-row="0"]');
  await expect(first).toContainText(run);
  const [cost] = runs.match(/(?<="cost_usd":)[\d.]+/) ?? [];
  await expect(first.locator("[data-usd]")).toHaveAttribute("data-usd", cost ?? "");
  await first.locator("td").nth(1).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(run);
  await page.getByRole("button", { name: "Most expensive" }).click();
  await expectPanel(page, request, event);
  await expect(page).toHaveURL(new RegExp(`span=${event}`));
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.locator("aside[data-event]")).toHaveCount(0);
});

test("the same by keyboard", async ({ page, request }) => {
  const { customer, run, event } = await costliest(request);
  await page.goto("/app/");
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("A page or a customer").pressSequentially(customer);
  await expect(page.getByRole("option", { name: customer }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/customers/${customer}`));
  const link = page.getByRole("link", { name: "Costliest runs" });
  await expect(link).toBeVisible();
  await tabTo(page, "Costliest runs");
  await page.keyboard.press("Enter");
  await expect(page.locator('[data-row="0"]')).toContainText(run);
  await page.keyboard.press("j");
  await expect(page.locator('[data-row="0"]')).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("treegrid")).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("e");
  await expectPanel(page, request, event);
  await page.keyboard.press("Escape");
  await expect(page.locator("aside[data-event]")).toHaveCount(0);
  await page.goBack();
  await expect(page.locator("aside[data-event]")).toHaveAttribute("data-event", event);
});

async function tabTo(page: Page, name: string) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement?.textContent))?.includes(name)) return;
  }
  throw new Error(`Tab leads nowhere near ${name}`);
}

test("a failure is one key away, branches close and open, and the URL says so", async ({ page, request }) => {
  const failed = JSON.parse(await textOf(request, `/api/v1/runs?${TENANT}&failed=true&limit=1`));
  const run: string = failed.runs[0].run_id;
  const { tree } = JSON.parse(await textOf(request, `/api/v1/runs/${run}?${TENANT}`));
  const { event } = tree.find(({ event: { status } }: { event: { status: string } }) => status !== "ok");
  await page.goto("/app/runs?failed=true");
  await page.getByRole("link", { name: run, exact: true }).click();
  const grid = page.getByRole("treegrid");
  await expect(grid).toHaveAttribute("aria-rowcount", String(tree.length + 1));
  await page.keyboard.press("c");
  await expect(page).toHaveURL(/levels=1/);
  const roots = tree.filter(({ depth }: { depth: number }) => depth === 0).length;
  await expect(grid).toHaveAttribute("aria-rowcount", String(roots + 1));
  await page.keyboard.press("n");
  await expect(page.locator("aside[data-event]")).toHaveAttribute("data-event", event.id);
  await expect(page.locator("[data-current]")).toBeVisible();
  await page.reload();
  await expect(page.locator("aside[data-event]")).toHaveAttribute("data-event", event.id);
});

test("every amount of the list and of a run is the API's", async ({ page, request }) => {
  const list = await textOf(request, `/api/v1/runs?${TENANT}&sort=cost`);
  await page.goto("/app/runs?sort=cost");
  await expect(page.locator('[data-row="5"]')).toBeVisible();
  const rows = await page.locator("[data-row]").evaluateAll((all) =>
    all.map((row) => ({
      run: row.querySelector("a")?.textContent ?? "",
      usd: row.querySelector("[data-usd]")?.getAttribute("data-usd") ?? "",
    })),
  );
  for (const { run, usd } of rows) {
    expect(list).toMatch(new RegExp(`"run_id":"${run}"[^{}]*?"cost_usd":${usd.replace(".", "\\.")}[,}]`));
  }
  const run_id = shortRun(list);
  const detail = await textOf(request, `/api/v1/runs/${run_id}?${TENANT}`);
  await page.goto(`/app/runs/${run_id}`);
  await expect(page.getByRole("treegrid")).toBeVisible();
  const subtrees = [...detail.matchAll(/"subtree":\{"cost_usd":([\d.]+)/g)].map(([, cost]) => cost);
  expect(await shownIn(page, "[data-span]")).toEqual(subtrees);
  const [total] = detail.match(/(?<="cost_usd":)[\d.]+/) ?? [];
  await expect(page.locator("main [data-usd]").first()).toHaveAttribute("data-usd", total ?? "");
});

test("more runs come as one scrolls, each once", async ({ page, request }) => {
  const all = JSON.parse(await textOf(request, `/api/v1/runs?${TENANT}&limit=1000`));
  await page.goto("/app/runs");
  const frame = page.getByRole("region", { name: "Runs", exact: true });
  const title = page.getByRole("heading", { level: 2 });
  await expect(title).toHaveText("First 100 runs");
  await expect(async () => {
    await frame.evaluate((each) => each.scrollTo(0, each.scrollHeight));
    await expect(title).toHaveText(`${all.runs.length} runs`, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await frame.evaluate((each) => each.scrollTo(0, each.scrollHeight));
  const last = page.locator(`[data-row="${all.runs.length - 1}"]`);
  await expect(last).toContainText(all.runs.at(-1).run_id);
});

test("the file of a list holds every run that it is of", async ({ page, request }) => {
  const failed = JSON.parse(await textOf(request, `/api/v1/runs?${TENANT}&failed=true&limit=1000`));
  await page.goto("/app/runs?failed=true");
  const csv = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
  const [, ...lines] = (await textOf(request, csv ?? "")).trim().split("\r\n");
  const ids = failed.runs.map((run: { run_id: string }) => run.run_id);
  expect(lines.map((line) => line.split(",")[0])).toEqual(ids);
});

test("a run is found by its id", async ({ page, request }) => {
  const { runs } = JSON.parse(await textOf(request, `/api/v1/runs?${TENANT}&limit=1`));
  await page.goto("/app/runs");
  await expect(page.locator('[data-row="0"]')).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type(runs[0].run_id);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(runs[0].run_id);
});

test.describe(() => {
  test.use({ expectedErrors: [/status of 404/] });
  test("a run that is not there is said so, with the request's id", async ({ page }) => {
    await page.goto("/app/runs/never-was");
    await expect(page.getByRole("alert")).toContainText("never-was");
    await expect(page.getByRole("alert")).toContainText("Request");
  });
});

test("raw JSON is the API's text", async ({ page, request }) => {
  const { run, event } = await costliest(request);
  await page.goto(`/app/runs/${run}?span=${event}`);
  await page.getByText("Raw JSON").click();
  const raw = page.locator("aside pre");
  await expect(raw).toContainText(event);
  const text = await textOf(request, `/api/v1/events/${event}?${TENANT}`);
  expect((await raw.textContent())?.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
});

for (const [width, height] of [
  [1440, 900],
  [375, 812],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`no barriers at ${width} px, ${colorScheme}`, async ({ page, request }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      const run = shortRun(await textOf(request, `/api/v1/runs?${TENANT}`));
      await page.goto("/app/runs");
      await expect(page.locator('[data-row="0"]')).toBeVisible();
      expect(await barriers(page)).toEqual([]);
      await page.goto(`/app/runs/${run}`);
      await expect(page.locator('[data-span="0"]')).toBeVisible();
      expect(await barriers(page)).toEqual([]);
      await page.keyboard.press("e");
      await expect(page.locator("aside[data-event]")).toBeVisible();
      expect(await barriers(page)).toEqual([]);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(sideways).toBeLessThanOrEqual(0);
    });
  }
}

test("what is left out elsewhere is not said to be left out of runs", async ({ page }) => {
  const narrowed = "customer!=nobody&provider=openai";
  await visit(page, `/app/customers?${narrowed}`);
  const chips = page.getByRole("list", { name: "Filters" });
  await expect(chips).toContainText("is not nobody");
  await visit(page, `/app/runs?${narrowed}`);
  await expect(chips.getByRole("listitem")).toHaveText(["Provider: openai"]);
  const file = page.getByRole("link", { name: "NDJSON" });
  await expect(file).toHaveAttribute("href", /provider=openai/);
  await expect(file).not.toHaveAttribute("href", /nobody/);
});

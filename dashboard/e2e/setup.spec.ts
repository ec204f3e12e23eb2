import type { Page } from "@playwright/test";
import { barriers } from "./axe";
import { tabTo } from "./ledger";
import { expect, test } from "./page";

/** By itself, at the latest after so long. */
const SOON = { timeout: 2_000 };

/** Runs the curl snippet that the page shows, as its reader would, without curl. */
async function sendShown(page: Page) {
  const text = (await page.locator("[data-snippet]").textContent()) ?? "";
  const [url = ""] = /(?<=')http[^']+/.exec(text) ?? [];
  const [body = ""] = /(?<=-d ')[^']+/.exec(text) ?? [];
  const [authorization] = /(?<=Authorization: )[^']+/.exec(text) ?? [];
  const headers = { "content-type": "application/json", ...(authorization && { authorization }) };
  const answer = await fetch(url, { method: "POST", headers, body });
  expect(await answer.json()).toMatchObject({ created: 1, rejected: [] });
}

test("first event, by mouse: empty tenant, set up, send, green, run @both", async ({ page, start }) => {
  const { url } = await start();
  await page.goto(`${url}/app/`);
  await page.getByRole("main").getByRole("link", { name: "Set up" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Set up" })).toBeVisible();
  await page.getByRole("button", { name: "curl" }).click();
  await expect(page).toHaveURL(/snippet=curl/);
  await expect(page.getByText("Waiting for the first event")).toBeVisible();
  await sendShown(page);
  await expect(page.getByText("Events arrive")).toBeVisible(SOON);
  const cost = page.getByRole("region", { name: "First event" }).locator("[data-usd]");
  await expect(cost).toHaveAttribute("data-usd", "0.000195");
  await page.getByRole("link", { name: "Look at its run" }).click();
  await expect(page).toHaveURL(/\/app\/runs\/[^/]+$/);
});

test("what OpenTelemetry is told to do is what the collector takes", async ({ page, guarded }) => {
  const { url, key } = await guarded({ demo: false });
  await page.goto(`${url}/app/setup?snippet=opentelemetry`);
  await page.getByLabel("API key").fill(key);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Waiting for the first event")).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).press("Enter");
  await expect(page.locator("[data-key]")).toBeVisible();
  const text = (await page.locator("[data-snippet]").textContent()) ?? "";
  const [endpoint = "", , headers = ""] = [...text.matchAll(/='([^']+)'/g)].map(([, value = ""]) => value);
  const [authorization = ""] = /(?<=authorization=)[^,]+/.exec(headers) ?? [];
  const attribute = (name: string, value: object) => ({ key: name, value });
  const now = Date.now() * 1e6;
  const span = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "chat gpt-4o-mini",
    startTimeUnixNano: String(now),
    endTimeUnixNano: String(now + 1e9),
    attributes: [
      attribute("gen_ai.operation.name", { stringValue: "chat" }),
      attribute("gen_ai.provider.name", { stringValue: "openai" }),
      attribute("gen_ai.request.model", { stringValue: "gpt-4o-mini" }),
      attribute("gen_ai.usage.input_tokens", { intValue: "900" }),
      attribute("gen_ai.usage.output_tokens", { intValue: "100" }),
    ],
  };
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: decodeURIComponent(authorization) },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });
  expect(await answer.json()).toEqual({});
  await expect(page.getByText("Events arrive")).toBeVisible(SOON);
  const cost = page.getByRole("region", { name: "First event" }).locator("[data-usd]");
  await expect(cost).toHaveAttribute("data-usd", "0.000195");
});

test("first event, by keyboard, with a key made here @both", async ({ page, guarded }) => {
  const { url, key } = await guarded({ demo: false });
  await page.goto(`${url}/app/`);
  await expect(page.getByLabel("API key")).toBeFocused();
  await page.keyboard.type(key);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main").getByRole("link", { name: "Set up" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByPlaceholder("A page or a customer")).toBeFocused();
  await page.keyboard.type("set up");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Waiting for the first event")).toBeVisible();
  await tabTo(page, page.getByRole("textbox", { name: "Name" }));
  await page.keyboard.press("Enter");
  const made = page.locator("[data-key]");
  await expect(made).toHaveText(/^llmo_sk_\w+$/);
  const text = (await made.textContent()) ?? "";
  await tabTo(page, page.getByRole("button", { name: "curl" }));
  await page.keyboard.press("Space");
  await expect(page.locator("[data-snippet]")).toContainText(`Bearer ${text}`);
  await sendShown(page);
  await expect(page.getByText("Events arrive")).toBeVisible(SOON);
  await tabTo(page, page.getByRole("link", { name: "Look at its run" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/app\/runs\/[^/]+$/);
});

test("the key is shown once, and may send only", async ({ page, guarded, context }) => {
  const { url, key } = await guarded({ demo: false });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${url}/app/setup`);
  await page.getByLabel("API key").fill(key);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Make a key" }).click();
  const made = (await page.locator("[data-key]").textContent()) ?? "";
  await page.getByRole("button", { name: "Copy the key" }).click();
  await expect(page.getByText("Copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(made);
  const headers = { authorization: `Bearer ${made}` };
  expect((await fetch(`${url}/api/v1/costs`, { headers })).status).toBe(403);
  await page.reload();
  await expect(page.getByRole("button", { name: "Make a key" })).toBeVisible();
  expect(await page.content()).not.toContain(made);
});

test("a key that may not make others says whom to ask", async ({ page, guarded }) => {
  const { url, command } = await guarded({ demo: false });
  const { key } = JSON.parse(await command("keys", "create", "--scopes", "costs:read,runs:read"));
  await page.goto(`${url}/app/setup`);
  await page.getByLabel("API key").fill(key);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your key may not make others")).toBeVisible();
  await expect(page.getByRole("button", { name: "Make a key" })).toHaveCount(0);
});

test("demo data by one click, into the selected tenant", async ({ page, start }) => {
  const { url } = await start({
    prepare: async (command) =>
      void (await command("tenants", "create", "acme", "--time-zone", "Asia/Tokyo")),
  });
  await page.goto(`${url}/app/setup?tenant=acme`);
  await expect(page.locator("[data-snippet]")).toContainText('tenant_id="acme"');
  await expect(page.getByText("Waiting for the first event")).toBeVisible();
  await page.getByRole("button", { name: "Store demo data" }).click();
  await expect(page.getByText("5,000 calls stored")).toBeVisible();
  await expect(page.getByText("Events arrive")).toBeVisible(SOON);
  await page.getByRole("link", { name: "Look at the overview" }).click();
  await expect(page).toHaveURL(/tenant=acme/);
  await expect(page.getByRole("heading", { name: "Top customers" })).toBeVisible();
  await page.getByLabel("Tenant").selectOption("default_tenant");
  await expect(page.getByText("No calls this month")).toBeVisible();
});

for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 375]) {
    test(`no barriers while waiting, arrived and signed out: ${theme}, ${width} px`, async ({
      page,
      guarded,
    }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: theme });
      const { url, key } = await guarded({ demo: false });
      await page.goto(`${url}/app/setup?snippet=curl`);
      await expect(page.getByLabel("API key")).toBeVisible();
      expect(await barriers(page)).toEqual([]);
      await page.getByLabel("API key").fill(key);
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Make a key" }).click();
      await expect(page.locator("[data-key]")).toBeVisible();
      expect(await barriers(page)).toEqual([]);
      await sendShown(page);
      await expect(page.getByText("Events arrive")).toBeVisible();
      expect(await barriers(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  }
}

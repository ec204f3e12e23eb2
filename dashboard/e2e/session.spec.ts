import type { Page } from "@playwright/test";
import { expect, test } from "./page";

test.use({ expectedErrors: [/status of 401/] });

async function signIn(page: Page, key: string) {
  await page.getByLabel("API key").fill(key);
  await page.keyboard.press("Enter");
}

const overview = (page: Page) => page.getByRole("heading", { level: 1, name: "Overview" });
const door = (page: Page) => page.getByRole("heading", { level: 1, name: "Sign in" });

test("a wrong key is refused, the right one opens the page that was asked for @both", async ({
  page,
  guarded,
}) => {
  const { url, key } = await guarded();
  await page.goto(`${url}/app/customers?range=7d`);
  await expect(page.getByLabel("API key")).toBeFocused();
  await signIn(page, `${key.slice(0, -1)}${key.endsWith("x") ? "y" : "x"}`);
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByRole("alert")).not.toContainText(key.slice(0, -1));
  await signIn(page, key);
  await expect(page.getByRole("table", { name: "Customers and their costs" })).toBeVisible();
  await expect(page).toHaveURL(/\/app\/customers\?range=7d$/);
  expect(
    await page.evaluate(() => [document.cookie, JSON.stringify({ ...localStorage, ...sessionStorage })]),
  ).toEqual(["", "{}"]);
});

test("a key that may only send does not open the pages", async ({ page, guarded }) => {
  const { url, command } = await guarded({ demo: false });
  const { key } = JSON.parse(await command("keys", "create", "--scopes", "events:write"));
  await page.goto(`${url}/app/`);
  await signIn(page, key);
  await expect(page.getByRole("alert")).toContainText("costs:read");
  await page.reload();
  await expect(door(page)).toBeVisible();
});

test("signing out closes every tab, and shows nothing of before to the next who signs in", async ({
  context,
  page,
  guarded,
}) => {
  const { url, key, command } = await guarded();
  await command("tenants", "create", "acme", "--time-zone", "Asia/Tokyo");
  const other = JSON.parse(await command("keys", "create", "--tenant", "acme"));
  await page.goto(`${url}/app/`);
  await signIn(page, key);
  await expect(overview(page)).toBeVisible();
  const second = await context.newPage();
  await second.goto(`${url}/app/customers`);
  await expect(second.getByRole("table", { name: "Customers and their costs" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(door(page)).toBeVisible();
  await expect(door(second)).toBeVisible();
  await expect(second.locator("[data-usd]")).toHaveCount(0);

  await signIn(page, other.key);
  await expect(page.getByText("No calls this month")).toBeVisible();
  await expect(second.getByText("No spend in this window")).toBeVisible();
  await expect(second.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");
});

test("signing in as another in one tab changes what the other tab shows", async ({
  context,
  page,
  guarded,
}) => {
  const { url, key, command } = await guarded();
  await command("tenants", "create", "acme");
  const other = JSON.parse(await command("keys", "create", "--tenant", "acme"));
  await page.goto(`${url}/app/customers`);
  await signIn(page, key);
  await expect(page.getByRole("table", { name: "Customers and their costs" })).toBeVisible();
  const second = await context.newPage();
  await second.goto(`${url}/app/setup`);
  await expect(second.getByText("Events arrive")).toBeVisible();
  // As one that never loaded a page of the app would.
  const status = await second.evaluate(
    async (body) => {
      const headers = { "content-type": "application/json" };
      return (await fetch("/api/v1/session", { method: "POST", headers, body })).status;
    },
    JSON.stringify({ api_key: other.key }),
  );
  expect(status).toBe(200);
  await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
  await expect(page.getByText("No spend in this window")).toBeVisible();
});

test("a key that is revoked ends its sessions; another goes on at the same place", async ({
  page,
  guarded,
}) => {
  const { url, key, command } = await guarded();
  const spare = JSON.parse(await command("keys", "create"));
  await page.goto(`${url}/app/customers`);
  await signIn(page, spare.key);
  await expect(page.getByRole("table", { name: "Customers and their costs" })).toBeVisible();
  await page.getByRole("link", { name: "Set up" }).click();
  await command("keys", "revoke", spare.id);
  await expect(door(page)).toBeVisible();
  await expect(page.getByRole("status")).toContainText("The session is over");
  await expect(page.locator("[data-usd]")).toHaveCount(0);
  await signIn(page, key);
  await expect(page.getByText("Events arrive")).toBeVisible();
});

test("a change by session carries its token, and is refused without", async ({ page, guarded }) => {
  const { url, key } = await guarded();
  await page.goto(`${url}/app/customers`);
  await signIn(page, key);
  await page.getByRole("table", { name: "Customers and their costs" }).getByRole("link").first().click();
  await page.getByRole("button", { name: "Name, plan, labels" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Of the first row");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Of the first row");
  const refused = await page.request.put(`${url}/api/v1/customers/anyone`, { data: { name: "x" } });
  expect(refused.status()).toBe(403);
});

test("in open mode the selected tenant's own zone is the usual one", async ({ page, start }) => {
  const { url } = await start({
    prepare: async (command) =>
      void (await command("tenants", "create", "acme", "--time-zone", "Asia/Kathmandu")),
  });
  const zone = page.getByLabel("Time zone");
  await page.goto(`${url}/app/`);
  await expect(zone).toHaveValue("UTC");
  await page.getByLabel("Tenant").selectOption("acme");
  await expect(zone).toHaveValue("Asia/Kathmandu");
  await zone.selectOption("Europe/Berlin");
  await expect(page).toHaveURL(/time_zone=Europe(%2F|\/)Berlin/);
  await page.getByLabel("Time zone").selectOption("Asia/Kathmandu");
  await expect(page).not.toHaveURL(/time_zone/);
});

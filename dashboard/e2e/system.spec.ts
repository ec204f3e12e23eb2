import { visit } from "./everywhere";
import { expect, test } from "./page";

test("the system says what the API says, again and again while it is in sight", async ({ page, request }) => {
  const { database, version, price_book } = await (await request.get("/api/v1/system")).json();
  await page.goto("/app/system");
  const main = page.getByRole("main");
  await expect(main).toContainText(`${database.kind} ${database.version}`);
  await expect(main).toContainText(`migration ${database.schema_version}`);
  await expect(main).toContainText(version);
  await expect(main).toContainText(price_book.version);
  await expect(main).toContainText("ready");
  await page.waitForResponse(/\/api\/v1\/system/, { timeout: 7_000 });
  await page.waitForResponse(/\/readyz/, { timeout: 7_000 });
  await page.getByText("What to do when it is full").click();
  await expect(main).toContainText("Retry-After");
  const docs = await request.get(
    (await page.getByRole("link", { name: "API reference" }).getAttribute("href")) ?? "",
  );
  expect(docs.ok()).toBe(true);
});

test.describe("under too much traffic", () => {
  test.use({ expectedErrors: [/status of 503/] });

  test("a collector that takes no more says so, which is no error", async ({ page }) => {
    const json = { ready: false, database: false, queue_fullness_percent: 93 };
    await page.route("**/readyz", (route) => route.fulfill({ status: 503, json }));
    await page.goto("/app/system");
    await expect(page.getByText("not ready: asks for no more traffic")).toBeVisible();
    await expect(page.getByText("does not answer")).toBeVisible();
    await expect(page.getByText("93% full")).toBeVisible();
  });
});

test("settings are changed, and what is not allowed is said in the API's words", async ({ page, start }) => {
  const { url } = await start();
  await page.goto(`${url}/app/settings`);
  await page.getByLabel("Names of tags, one a line").fill("plan\nregion");
  await page.getByRole("button", { name: "Save tags" }).click();
  const settings = async () =>
    (await page.request.get(`${url}/api/v1/settings?tenant_id=default_tenant`)).json();
  await expect.poll(async () => (await settings()).tag_dimensions).toEqual(["plan", "region"]);
  await page.getByLabel("Days of single events").fill("ninety");
  await page.getByRole("button", { name: "Save retention" }).click();
  await expect(page.getByRole("alert")).toContainText("ninety");
  await page.getByLabel("Days of single events").fill("90");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await settings()).retention.events_days).toBe(90);
  await page.getByLabel("Users are customers").check();
  await expect.poll(async () => (await settings()).opentelemetry.user_is_customer).toBe(true);
});

test.describe("in required mode", () => {
  test.use({ expectedErrors: [/status of 40[13]/] });

  test("a key is made, shown once, used and revoked @both", async ({ page, guarded }) => {
    const { url, key } = await guarded({ demo: false });
    await page.goto(`${url}/app/settings`);
    await page.getByLabel("API key").fill(key);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "New key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("reports");
    await dialog.getByLabel(/events:write/).uncheck();
    await dialog.getByRole("button", { name: "Make the key" }).click();
    await expect(dialog.getByRole("alert")).toContainText("scope");
    await dialog.getByLabel(/costs:read/).check();
    await dialog.getByRole("button", { name: "Make the key" }).click();
    const secret = (await dialog.locator("[data-key]").textContent()) ?? "";
    const headers = { authorization: `Bearer ${secret}` };
    const works = async () => (await page.request.get(`${url}/api/v1/settings`, { headers })).status();
    expect(await works()).toBe(200);
    await dialog.getByRole("button", { name: "I have it" }).click();
    await expect(page.getByRole("row", { name: /reports/ })).toContainText("works");
    expect(await page.content()).not.toContain(secret);
    await page.getByRole("button", { name: "Revoke reports" }).press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Revoke it" }).press("Enter");
    await expect(page.getByRole("row", { name: /reports/ })).toContainText("revoked");
    await expect.poll(works).toBe(401);
  });

  test("who may only read is told so, and finds nothing to change", async ({ page, guarded }) => {
    const { url, command } = await guarded({ demo: false });
    const { key } = JSON.parse(await command("keys", "create", "--scopes", "costs:read"));
    await page.goto(`${url}/app/prices?tab=overrides`);
    await page.getByLabel("API key").fill(key);
    await page.keyboard.press("Enter");
    await expect(page.getByText("needs a key with the scope")).toBeVisible();
    await expect(page.getByRole("button", { name: "New override" })).toBeHidden();
    for (const path of ["corrections", "settings", "system"]) {
      await page.goto(`${url}/app/${path}`);
      await expect(page.getByText("a key with the scope")).toBeVisible();
      await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
      await expect(page.getByRole("alert")).toHaveCount(0);
    }
    await page.goto(`${url}/app/prices?tab=imports`);
    await expect(page.getByText("llmobserve prices import")).toBeVisible();
    await expect(page.getByRole("button", { name: "Import a file" })).toBeHidden();
  });

  test("who may not read runs is led to none, and refused nothing", async ({ page, guarded }) => {
    const { url, command } = await guarded();
    const { key } = JSON.parse(await command("keys", "create", "--scopes", "costs:read"));
    await page.goto(`${url}/app/`);
    await page.getByLabel("API key").fill(key);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    for (const path of ["", "sections", "setup"]) {
      await visit(page, `${url}/app/${path}`);
      await expect(page.locator("a[href*='/app/runs']")).toHaveCount(0);
      await expect(page.getByRole("alert")).toHaveCount(0);
    }
  });
});

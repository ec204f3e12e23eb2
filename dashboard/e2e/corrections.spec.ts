import type { Locator, Page } from "@playwright/test";
import { amountsOf, expect, test } from "./page";

const TENANT = "tenant_id=default_tenant";
const amounts = (within: Locator) =>
  within.locator("[data-usd]").evaluateAll((all) => all.map((each) => each.getAttribute("data-usd") ?? ""));

/** What the preview shows is what its answer says, amount by amount. */
async function expectPreview(page: Page, look: () => Promise<void>) {
  const answered = page.waitForResponse(/revisions\/preview/);
  await look();
  const known = amountsOf(await (await answered).text());
  const effect = page.locator("[data-effect]");
  await expect(effect).toBeVisible();
  const shown = await amounts(effect);
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.filter((amount) => !known.has(amount))).toEqual([]);
  return shown[2] ?? "";
}

test("calls are priced again as the preview said, and as they were after an undo @both", async ({
  page,
  start,
}) => {
  const { url } = await start({ demo: true });
  const get = (path: string) => page.request.get(`${url}/api/v1/${path}`);
  const total = async () => amountsOf(await (await get(`costs?${TENANT}`)).text());
  const before = await total();
  const made = await page.request.post(`${url}/api/v1/prices/overrides?${TENANT}`, {
    data: { provider: "openai", model: "*", factor: "1.5" },
  });
  expect(made.status()).toBe(201);

  await page.goto(`${url}/app/corrections`);
  await page.getByRole("button", { name: "New correction" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel(/^Since/).fill("2020-01-01");
  await form.getByLabel("Up to the day before").fill("2100-01-01");
  await form.getByLabel("Reason").fill("the contract came late");
  const change = await expectPreview(page, () =>
    form.getByRole("button", { name: "See what changes" }).click(),
  );
  await form.getByRole("button", { name: "Change it" }).click();
  const row = page.getByRole("row", { name: /^reprice/ });
  await expect(row).toContainText("done");
  expect(await amounts(row)).toEqual([change]);
  expect(amountsOf(await (await get(`revisions?${TENANT}`)).text())).toContain(change);
  expect(await total()).not.toEqual(before);

  await page.keyboard.press("j");
  await expect(page.locator("tr[data-row='0']")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toContainText("the contract came late");
  const back = await expectPreview(page, () => page.getByRole("button", { name: "Undo…" }).press("Enter"));
  expect(back).toBe(`-${change}`);
  await page.getByRole("dialog").getByLabel("Reason").fill("it was no contract");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /^undo done/ })).toBeVisible();
  await expect(row).toContainText("undone");
  expect(await total()).toEqual(before);
});

test("an event is made void, and what cannot be is said in the API's words", async ({ page, start }) => {
  const { url } = await start({ demo: true });
  const events = await (await page.request.get(`${url}/api/v1/events?${TENANT}&limit=1`)).json();
  await page.goto(`${url}/app/corrections?open=new`);
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Make void" }).click();
  await form.getByLabel("Reason").fill("sent twice");
  await form.getByRole("button", { name: "See what changes" }).click();
  await expect(form.getByRole("alert")).toContainText("ids");
  await form.getByLabel(/^Ids/).fill(events.events[0].id);
  await form.getByRole("button", { name: "See what changes" }).click();
  await form.getByRole("button", { name: "Change it" }).click();
  await expect(page.getByRole("row", { name: /^void done sent twice/ })).toBeVisible();
});

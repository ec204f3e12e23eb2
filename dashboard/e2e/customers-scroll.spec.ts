import { sendCustomers } from "./many-customers";
import { expect, test } from "./page";
import { LONG_MS, longestTaskOfScroll } from "./scroll";

const CUSTOMERS = 50_000;

test("a table of 50,000 customers scrolls from end to end without a long task", async ({
  browser,
  page,
  request,
  start,
}) => {
  test.setTimeout(240_000);
  const { url } = await start();
  await sendCustomers(request, url, CUSTOMERS);
  await page.goto(`${url}/app/customers`);
  const table = page.getByRole("table", { name: "Customers and their costs" });
  await expect(table).toHaveAttribute("aria-rowcount", String(CUSTOMERS + 1), { timeout: 120_000 });
  const scroller = page.getByRole("region", { name: "Customers and their costs" });
  const longest = await longestTaskOfScroll(browser, scroller, `${CUSTOMERS} customers`);
  await expect(page.locator(`[data-row="${CUSTOMERS - 1}"]`)).toBeVisible();
  expect(longest).toBeLessThanOrEqual(LONG_MS);
});

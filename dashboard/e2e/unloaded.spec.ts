import { visit } from "./everywhere";
import { expect, test } from "./page";

test.use({ expectedErrors: [/Failed to load resource|could not be loaded/] });

test("a page that cannot be fetched is said to be so, and is there on trying again", async ({ page }) => {
  await visit(page, "/app/");
  await page.route("**/app/**", (route) => route.abort());
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "System" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "could not be loaded" });
  await expect(alert).toBeVisible();
  const again = alert.getByRole("button", { name: "Try again" });
  await again.click();
  await expect(alert).toBeVisible();
  await page.unroute("**/app/**");
  await again.click();
  await expect(page.getByRole("heading", { level: 1, name: "System" })).toBeVisible();
  await expect(page).toHaveURL(/\/app\/system/);
});

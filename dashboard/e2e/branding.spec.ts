import { writeFile } from "node:fs/promises";
import { barriers } from "./axe";
import { expect, test } from "./page";

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="24"><rect width="60" height="24" fill="#c00"/></svg>`;

/** Of all colours the worst for text on them and in them: in the light theme, and in the dark one. */
const ACCENTS = ["#00ff00", "#ff00aa"];

test("the operator's name, logo and colour, before and after signing in", async ({ page, guarded }, info) => {
  const logo = info.outputPath("logo.svg");
  await writeFile(logo, LOGO);
  const { url, key } = await guarded({
    settings: {
      LLMOBSERVE_DASHBOARD_NAME: "Acme <b>costs</b>",
      LLMOBSERVE_DASHBOARD_LOGO_FILE: logo,
      LLMOBSERVE_DASHBOARD_ACCENT: "#e11d48",
    },
  });
  await page.goto(`${url}/app/`);
  const isBranded = async () => {
    await expect(page.getByText("Acme <b>costs</b>", { exact: true })).toBeVisible();
    const logoShown = page.locator('img[src="/app/logo"]');
    expect(await logoShown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(60);
    expect(await page.evaluate(() => document.documentElement.style.getPropertyValue("--brand"))).toBe(
      "#e11d48",
    );
  };
  await expect(page).toHaveTitle("Acme <b>costs</b>");
  await isBranded();
  await page.getByLabel("API key").fill(key);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(page).toHaveTitle("Overview · Acme <b>costs</b>");
  await isBranded();
});

for (const accent of ACCENTS) {
  test(`${accent} as the colour leaves everything readable`, async ({ page, start }) => {
    const { url } = await start({ demo: true, settings: { LLMOBSERVE_DASHBOARD_ACCENT: accent } });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${url}/app/setup`);
      await expect(page.getByText("Events arrive")).toBeVisible();
      expect(await barriers(page)).toEqual([]);
      await page.goto(`${url}/app/`);
      await page.waitForLoadState("networkidle");
      expect(await barriers(page)).toEqual([]);
    }
  });
}

import { barriers } from "./axe";
import { expect, test } from "./page";

const PAGES = [
  "prices",
  "prices?tab=explain&provider=google&model=gemini-2.5-pro&usage=input:1200,output:300,images:1",
  "prices?tab=overrides&state=all",
  "prices?tab=overrides&open=new",
  "prices?tab=imports&open=new",
  "corrections",
  "corrections?open=new",
  "settings",
  "system",
];
const SIZES = [
  { width: 1440, height: 900 },
  { width: 375, height: 812 },
];

for (const colorScheme of ["light", "dark"] as const) {
  test(`nothing bars the way to prices, corrections, settings and the system, ${colorScheme}`, async ({
    page,
    start,
  }) => {
    test.slow();
    const { url } = await start({ demo: true });
    const data = { provider: "openai", model: "gpt-4o", customer: "acme", factor: "0.9", reason: "contract" };
    await page.request.post(`${url}/api/v1/prices/overrides?tenant_id=default_tenant`, { data });
    await page.emulateMedia({ colorScheme });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const path of PAGES) {
        await page.goto(`${url}/app/${path}`);
        await page.waitForLoadState("networkidle");
        await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
        expect(await barriers(page), `${path} at ${size.width}`).toEqual([]);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wider, `${path} at ${size.width} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
  });
}

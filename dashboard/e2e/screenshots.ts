import { resolve } from "node:path";
import { detailOf, PLACES, settled, visit } from "./everywhere";
import { test } from "./page";

const FOLDER = resolve("../docs/screenshots");
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 375, height: 812 } };

for (const theme of ["light", "dark"] as const) {
  for (const place of PLACES) {
    test(`${place.name}, ${theme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      const name = place.name.toLowerCase().replaceAll(" ", "-");
      const take = async (path: string, file: string) => {
        await page.setViewportSize(SIZES.wide);
        await visit(page, path);
        await page.screenshot({ path: `${FOLDER}/${file}-${theme}.png` });
        await page.setViewportSize(SIZES.narrow);
        await settled(page);
        await page.screenshot({ path: `${FOLDER}/${file}-${theme}-375.png` });
      };
      await take(place.path, name);
      const detail = await detailOf(page, place);
      if (detail) await take(detail, `${name}-one`);
    });
  }
}

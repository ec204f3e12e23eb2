import { Amounts } from "./amounts";
import { barriers } from "./axe";
import { cutOff, detailOf, PLACES, visit } from "./everywhere";
import { LOOKS, lookAt, shown } from "./ledger";
import { expect, test } from "./page";

for (const place of PLACES) {
  for (const look of LOOKS) {
    test(`${place.name} has no barriers: ${look.colorScheme}, ${look.width} px`, async ({ page }) => {
      await lookAt(page, look);
      const isOpen = async (path: string) => {
        await visit(page, path);
        expect(await barriers(page), path).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(look.width);
        // On a laptop no column hides behind another scroll bar.
        if (look.width === 1440) expect(await cutOff(page), path).toEqual([]);
      };
      await isOpen(place.path);
      const detail = await detailOf(page, place);
      if (detail) await isOpen(detail);
    });
  }

  test(`${place.name} shows the API's amounts, to the nano-dollar`, async ({ page, answers }) => {
    const isExact = async (path: string) => {
      answers.length = 0;
      await visit(page, path);
      const amounts = await shown(page.locator("main"));
      // The last answers may still be read.
      await expect(() => {
        const known = new Amounts(answers);
        expect(
          amounts.filter((amount) => !known.explain(amount)),
          path,
        ).toEqual([]);
      }).toPass({ timeout: 5_000 });
    };
    await isExact(place.path);
    const detail = await detailOf(page, place);
    if (detail) await isExact(detail);
  });
}

test("an amount that no answer explains is found", () => {
  const known = new Amounts([
    '{"groups":[{"customer":"a","cost_usd":1.5,"calls":7},{"customer":"b","cost_usd":0.000000001,"calls":3}]}',
  ]);
  for (const amount of ["1.5", "1.500000001", "0.214285714", "0.15"])
    expect(known.explain(amount)).toBe(true);
  for (const amount of ["1.499999999", "0.214285715", "3.000000002"])
    expect(known.explain(amount)).toBe(false);
});

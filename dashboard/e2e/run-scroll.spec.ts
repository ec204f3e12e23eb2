import { sendRun } from "./big-run";
import { expect, test } from "./page";
import { LONG_MS, longestTaskOfScroll } from "./scroll";

const SPANS = 10_000;

test("a run of 10,000 spans scrolls from end to end without a long task", async ({
  browser,
  page,
  request,
}) => {
  test.setTimeout(180_000);
  await sendRun(request, "scrolled-run", SPANS);
  await page.goto("/app/runs/scrolled-run");
  const tree = page.getByRole("treegrid");
  await expect(tree).toHaveAttribute("aria-rowcount", String(SPANS + 1), { timeout: 60_000 });
  const longest = await longestTaskOfScroll(browser, page.locator("[data-scroller]"), `${SPANS} spans`);
  await expect(page.locator(`[data-span="${SPANS - 1}"]`)).toBeVisible();
  expect(longest).toBeLessThanOrEqual(LONG_MS);
});

import type { Browser } from "@playwright/test";
import { detailOf, PLACES, settled, visit } from "./everywhere";
import { expect, test } from "./page";
import { median } from "./scroll";

const EVENTS = 1_000_000;
const CUSTOMERS = 1_000;
const LOADS = 5;
/** What a visitor does not notice as waiting: the Overview's bound. */
const FIRST_PAGE_MS = 1_000;

/** Milliseconds until the largest content of a page is painted, in a browser that has nothing of it yet. */
async function largestPaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await settled(page);
  const painted = await page.evaluate(
    () =>
      new Promise<number>((answer) =>
        new PerformanceObserver((list) => answer(list.getEntries().at(-1)?.startTime ?? 0)).observe({
          type: "largest-contentful-paint",
          buffered: true,
        }),
      ),
  );
  await context.close();
  return painted;
}

test(`pages against ${EVENTS} events`, async ({ browser, page, start }) => {
  const collector = await start({
    prepare: async (command) => {
      await command("demo", "seed", "--events", `${EVENTS}`, "--customers", `${CUSTOMERS}`, "--days", "45");
    },
  });
  for (const place of PLACES) {
    const url = `${collector.url}${place.path}`;
    await visit(page, url);
    const detail = await detailOf(page, place);
    for (const each of detail ? [url, `${collector.url}${detail}`] : [url]) {
      const paints: number[] = [];
      for (let load = 0; load < LOADS; load++) paints.push(await largestPaint(browser, each));
      console.log(
        `${new URL(each).pathname}: ${Math.round(median(paints))} ms, at most ${Math.round(Math.max(...paints))}`,
      );
      if (place.path === "/app/") expect(median(paints)).toBeLessThanOrEqual(FIRST_PAGE_MS);
    }
  }
});

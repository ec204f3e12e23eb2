import type { Page } from "@playwright/test";
import { sendRun } from "./big-run";
import { expect, test } from "./page";

const SPANS = 10_000;
const PASSES = 5;
const FRAMES = 180;
/** A task that takes longer delays what the reader does. */
const LONG_MS = 50;

interface Pass {
  framesPerSecond: number;
  longestTask: number;
}

/** Scrolls from the first row to the last, the same way at each frame. */
function scrollThrough(page: Page): Promise<Pass> {
  return page.locator("[data-scroller]").evaluate(async (scroller, frames) => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map((each) => each.duration)),
    );
    observer.observe({ type: "longtask" });
    const frame = () => new Promise<number>((seen) => requestAnimationFrame(seen));
    scroller.scrollTop = 0;
    const began = await frame();
    let now = began;
    const step = (scroller.scrollHeight - scroller.clientHeight) / frames;
    for (let index = 1; index <= frames; index++) {
      scroller.scrollTop = index * step;
      now = await frame();
    }
    await new Promise((later) => setTimeout(later, 200));
    observer.disconnect();
    return { framesPerSecond: (frames * 1000) / (now - began), longestTask: Math.max(0, ...tasks) };
  }, FRAMES);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

test("a run of 10,000 spans scrolls from end to end without a long task", async ({ page, request }) => {
  test.setTimeout(120_000);
  await sendRun(request, "scrolled-run", SPANS);
  await page.goto("/app/runs/scrolled-run");
  await expect(page.getByRole("treegrid")).toHaveAttribute("aria-rowcount", String(SPANS + 1), {
    timeout: 30_000,
  });
  const passes: Pass[] = [];
  for (let pass = 0; pass < PASSES; pass++) passes.push(await scrollThrough(page));
  await expect(page.locator(`[data-span="${SPANS - 1}"]`)).toBeVisible();
  const [rate, longest] = [
    median(passes.map((pass) => pass.framesPerSecond)),
    median(passes.map((pass) => pass.longestTask)),
  ];
  console.log(
    `${SPANS} spans: ${rate.toFixed(1)} frames a second, longest task ${longest} ms (median of ${PASSES})`,
    passes,
  );
  expect(longest).toBeLessThanOrEqual(LONG_MS);
});

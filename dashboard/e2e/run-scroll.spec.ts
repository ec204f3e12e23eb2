import type { Browser, Page } from "@playwright/test";
import { sendRun } from "./big-run";
import { expect, test } from "./page";

const SPANS = 10_000;
const PASSES = 5;
const FRAMES = 180;
/** A task that takes longer delays what the reader does. */
const LONG_MS = 50;

interface Pass {
  framesPerSecond: number;
  /** The longest task by the clock on the wall: with other programs on the machine, the time that they took too. */
  longest: number;
  /** The same in time of the processor: the page's own share. */
  longestOwn: number;
}

/** Scrolls from the first row to the last, the same way at each frame: about 55 rows, all that are in sight anew. */
async function scrollThrough(browser: Browser, page: Page): Promise<Pass> {
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  const seen = await page.locator("[data-scroller]").evaluate(async (scroller, frames) => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map((each) => each.duration)),
    );
    observer.observe({ type: "longtask" });
    const frame = () => new Promise<number>((next) => requestAnimationFrame(next));
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
    return { framesPerSecond: (frames * 1000) / (now - began), longest: Math.max(0, ...tasks) };
  }, FRAMES);
  return { ...seen, longestOwn: longestOwnTask((await browser.stopTracing()).toString()) };
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of the processor. */
  tdur?: number;
  args: { name?: string };
}

function longestOwnTask(trace: string): number {
  const events: TraceEvent[] = JSON.parse(trace).traceEvents;
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const pages = new Set(
    events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(thread),
  );
  const tasks = events.filter((event) => event.name === "RunTask" && pages.has(thread(event)));
  expect(tasks.length).toBeGreaterThan(FRAMES / 2);
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

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
  const passes: Pass[] = [];
  for (let pass = 0; pass < PASSES; pass++) passes.push(await scrollThrough(browser, page));
  await expect(page.locator(`[data-span="${SPANS - 1}"]`)).toBeVisible();
  const of = (figure: keyof Pass) => median(passes.map((pass) => pass[figure])).toFixed(1);
  console.log(
    `${SPANS} spans: ${of("framesPerSecond")} frames a second, longest task ${of("longest")} ms, of which ` +
      `the page's own ${of("longestOwn")} ms (median of ${PASSES})`,
  );
  expect(Number(of("longestOwn"))).toBeLessThanOrEqual(LONG_MS);
});

import type { Browser, Locator } from "@playwright/test";
import { expect } from "./page";

const PASSES = 5;
const FRAMES = 180;
/** A task that takes longer delays what the reader does. */
export const LONG_MS = 50;

interface Pass {
  framesPerSecond: number;
  /** The longest task by the clock on the wall: with other programs on the machine, the time that they took too. */
  longest: number;
  /** The same in time of the processor: the page's own share. */
  longestOwn: number;
}

/**
 * Scrolls a frame of rows from the first to the last five times, the same way at each screen refresh, with every row in sight
 * anew. Prints the medians and returns that of the page's own longest task in milliseconds.
 */
export async function longestTaskOfScroll(
  browser: Browser,
  scroller: Locator,
  what: string,
): Promise<number> {
  const passes: Pass[] = [];
  for (let pass = 0; pass < PASSES; pass++) passes.push(await scrollThrough(browser, scroller));
  const of = (figure: keyof Pass) => median(passes.map((pass) => pass[figure]));
  console.log(
    `${what}: ${of("framesPerSecond").toFixed(1)} frames a second, longest task ${of("longest").toFixed(1)} ms, ` +
      `of which the page's own ${of("longestOwn").toFixed(1)} ms (median of ${PASSES})`,
  );
  return of("longestOwn");
}

async function scrollThrough(browser: Browser, scroller: Locator): Promise<Pass> {
  await browser.startTracing(scroller.page(), { categories: ["disabled-by-default-devtools.timeline"] });
  const seen = await scroller.evaluate(async (element, frames) => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map((each) => each.duration)),
    );
    observer.observe({ type: "longtask" });
    const frame = () => new Promise<number>((next) => requestAnimationFrame(next));
    element.scrollTop = 0;
    const began = await frame();
    let now = began;
    const step = (element.scrollHeight - element.clientHeight) / frames;
    for (let index = 1; index <= frames; index++) {
      element.scrollTop = index * step;
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

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

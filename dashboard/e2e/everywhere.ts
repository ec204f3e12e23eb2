import type { Page } from "@playwright/test";
import { PAGES } from "../src/ui/shell/pages";
import { expect } from "./page";

/** Every page of the sidebar. A page that is added there is tested by what loops over these. */
export const PLACES = PAGES.map(({ to, name }) => ({
  name,
  path: `/app${to}`,
  list: to === "/" ? null : `/app${to}/`,
}));
export type Place = (typeof PLACES)[number];

/** Opens a page and waits until it shows what it has. */
export async function visit(page: Page, path: string) {
  await page.goto(path);
  await settled(page);
}

export async function settled(page: Page) {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

/** The first of what a page lists that has a page of its own. */
export async function detailOf(page: Page, { list }: Place): Promise<string | null> {
  return (
    list &&
    page
      .locator(`main a[href^="${list}"]`)
      .first()
      .getAttribute("href", { timeout: 500 })
      .catch(() => null)
  );
}

/** What is wider than its frame, by the names of these. */
export function cutOff(page: Page): Promise<string[]> {
  return page
    .locator("main")
    .evaluate((main) =>
      [...main.querySelectorAll("section")]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map((section) => section.getAttribute("aria-label") ?? section.className),
    );
}

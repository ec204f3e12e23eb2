import { type APIRequestContext, expect, type Locator, type Page } from "@playwright/test";

/** An amount, or an integer, of nano-dollars. */
export function nano(text: string): bigint {
  const [whole = "0", decimals = ""] = text.replace("-", "").split(".");
  const size = BigInt(whole) * 1_000_000_000n + BigInt(decimals.padEnd(9, "0"));
  return text.startsWith("-") ? -size : size;
}

/** An amount in equal parts, half to even. */
export function divided(amount: bigint, parts: number): bigint {
  if (amount < 0n) return -divided(-amount, parts);
  const by = BigInt(parts);
  const [quotient, twice] = [amount / by, (amount % by) * 2n];
  return twice > by || (twice === by && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** A JSON text with its amounts as they are written there. */
export function exactly(json: string) {
  return JSON.parse(json.replace(/("(?:[a-z_]*_usd|cost)":)(-?[\d.]+)/g, '$1"$2"'));
}

/** What a path of the API answers, with its amounts as text. */
export async function ask(request: APIRequestContext, path: string) {
  const answer = await request.get(path);
  expect(answer.ok(), path).toBe(true);
  return exactly(await answer.text());
}

/** Every amount that is shown in a part of a page. */
export function shown(part: Locator): Promise<string[]> {
  return part
    .locator("[data-usd]")
    .evaluateAll((all) => all.map((each) => each.getAttribute("data-usd") ?? ""));
}

const RUN = Date.now().toString(36);

/** A tenant that no other run of the tests has used. */
export function ownTenant(name: string): string {
  return `${name}-${RUN}`;
}

/** Gives a tenant of its own the demo's events. */
export async function seedDemo(request: APIRequestContext, tenant: string) {
  expect((await request.post(`/api/v1/demo?tenant_id=${tenant}`)).ok()).toBe(true);
}

/** Sends events. */
export async function send(request: APIRequestContext, events: object[]) {
  const answer = await request.post("/events", { data: events });
  expect(answer.status(), await answer.text()).toBe(201);
}

/** Presses Tab until an element has the focus. */
export async function tabTo(page: Page, element: Locator) {
  for (let tabs = 0; tabs < 80; tabs++) {
    if (await element.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way by Tab to ${element}`);
}

export const LOOKS = (["light", "dark"] as const).flatMap((colorScheme) =>
  [1440, 375].map((width) => ({ colorScheme, width })),
);

/** The page in a theme and at a width. */
export async function lookAt(page: Page, { colorScheme, width }: (typeof LOOKS)[number]) {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.setViewportSize({ width, height: 900 });
}

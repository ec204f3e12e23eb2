import { test as base, expect } from "@playwright/test";

/** A page on which any console error, page error or report of the policy fails the test. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const faults: string[] = [];
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(error.message));
    await use(page);
    expect(faults).toEqual([]);
  },
});

export { expect };

/** Every amount of a JSON text by the names of money, as it is written there. */
export function amountsOf(json: string): Set<string> {
  return new Set([...json.matchAll(/"[a-z_]*(?:_usd|cost)":(-?[\d.]+)/g)].map(([, amount = ""]) => amount));
}

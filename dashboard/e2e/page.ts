import { expect } from "@playwright/test";
import { test as collectors } from "./fixtures/collector";

interface Watched {
  /** Console errors that this test provokes: a refused sign-in is an error to the browser. */
  expectedErrors: RegExp[];
  /** Every JSON text that the pages received from the API, in order. */
  answers: string[];
  /** What went wrong so far; empty at the end of every test. */
  faults: string[];
}

/**
 * Pages on which any console error, uncaught error, report of the policy, dialog of a script or request elsewhere fails the
 * test.
 */
export const test = collectors.extend<Watched>({
  expectedErrors: [[], { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures here
  answers: ({}, use) => use([]),
  // biome-ignore lint/correctness/noEmptyPattern: likewise
  faults: ({}, use) => use([]),
  context: async ({ context, answers, faults, expectedErrors }, use) => {
    await context.exposeBinding("reportFault", (_, fault: string) => void faults.push(fault));
    await context.addInitScript(() => {
      const report = (text: string) =>
        (window as unknown as { reportFault(text: string): void }).reportFault(text);
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
        report(`policy: ${violatedDirective} ${blockedURI} ${sample}`),
      );
      for (const name of ["alert", "confirm", "prompt"] as const)
        Object.defineProperty(window, name, { value: (text: unknown) => report(`script: ${name}(${text})`) });
    });
    context.on("weberror", (error) => faults.push(`uncaught: ${error.error().message}`));
    context.on("console", (message) => {
      const expected = expectedErrors.some((pattern) => pattern.test(message.text()));
      if (message.type() === "error" && !expected) faults.push(`console: ${message.text()}`);
    });
    context.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "127.0.0.1") faults.push(`elsewhere: ${request.url()}`);
    });
    context.on("response", async (response) => {
      if (!new URL(response.url()).pathname.startsWith("/api/")) return;
      if (!response.headers()["content-type"]?.includes("json")) return;
      // A page that is left takes its answers with it.
      const text = await response.text().catch(() => null);
      if (text !== null) answers.push(text);
    });
    await use(context);
    expect(faults).toEqual([]);
  },
});

export { expect };

/** Every amount of a JSON text by the names of money, as it is written there. */
export function amountsOf(json: string): Set<string> {
  return new Set([...json.matchAll(/"(?:[a-z_]*_usd|cost)":(-?[\d.]+)/g)].map(([, amount = ""]) => amount));
}

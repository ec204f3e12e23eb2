import { readFile } from "node:fs/promises";
import type { APIRequestContext, Download, Locator, Page } from "@playwright/test";
import { rowsOf } from "./csv";
import { ask, nano, shown, tabTo } from "./ledger";
import { expect, test } from "./page";

interface Place {
  name: string;
  path: string;
  table: string;
  /** Where the page says the total. */
  header: (page: Page) => Locator;
}

const PLACES: Place[] = [
  {
    name: "Overview",
    path: "/app/?by=model",
    table: "Costs by model",
    header: (page) => page.getByRole("region", { name: "Spend over time" }).locator("p").first(),
  },
  {
    name: "Overview, narrowed to a provider and a week",
    path: "/app/?by=customer&provider=openai&range=7d",
    table: "Costs by customer",
    header: (page) => page.getByRole("region", { name: "Spend over time" }).locator("p").first(),
  },
  {
    name: "Customers",
    path: "/app/customers",
    table: "Customers and their costs",
    header: (page) => page.locator("[data-total] td").first(),
  },
];

async function click(_page: Page, link: Locator) {
  await link.click();
}

async function pressEnter(page: Page, link: Locator) {
  await tabTo(page, link);
  await page.keyboard.press("Enter");
}

async function textOf(download: Download) {
  return readFile(await download.path(), "utf8");
}

const total = (amounts: string[]) => amounts.reduce((sum, amount) => sum + nano(amount), 0n);

/** What the API says is the total of exactly what a file holds. */
async function totalOf(request: APIRequestContext, file: URL) {
  const query = new URLSearchParams(file.search);
  query.delete("format");
  const { total } = await ask(request, `${file.pathname}?${query}`);
  return nano(total.cost_usd);
}

for (const [how, activate] of [
  ["mouse", click],
  ["keyboard", pressEnter],
] as const) {
  for (const { name, path, table, header } of PLACES) {
    test(`files of ${name} hold the API's numbers, by ${how}`, async ({ page, request }) => {
      await page.goto(path);
      await expect(page.getByRole("table", { name: table })).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      const [said = ""] = await shown(header(page));
      for (const format of ["CSV", "NDJSON"]) {
        const starting = page.waitForEvent("download");
        await activate(
          page,
          page
            .getByRole("region")
            .filter({ has: page.getByRole("table", { name: table }) })
            .getByRole("link", { name: format }),
        );
        const download = await starting;
        const text = await textOf(download);
        const costs =
          format === "CSV"
            ? rowsOf(text).map(({ cost_usd: cost = "" }) => cost)
            : [...text.matchAll(/"cost_usd":(-?[\d.]+)/g)].map(([, cost = ""]) => cost);
        expect(costs.length).toBeGreaterThan(2);
        expect(total(costs)).toBe(nano(said));
        expect(total(costs)).toBe(await totalOf(request, new URL(download.url())));
      }
    });
  }
}

import type { Page } from "@playwright/test";
import { settled, visit } from "./everywhere";
import { expect, test } from "./page";

/** Unclosed: what follows would stand the other way round. */
const NAME = "\u202elive \u05d0";
const ENCODED = encodeURIComponent(NAME);

/** Where the name stands so that it could turn other text: not alone in what isolates, nor shut in by marks. */
function turning(page: Page) {
  return page.evaluate((name) => {
    const isolates = (element: Element) => {
      const { display, unicodeBidi } = getComputedStyle(element);
      return /isolate|plaintext/.test(unicodeBidi) || !/^(inline|contents)$/.test(display);
    };
    const isAlone = (node: Text) => {
      if (node.data.includes(`\u2068${name}\u2069`)) return true;
      for (let at = node.parentElement; at?.textContent?.trim() === name; at = at.parentElement)
        if (isolates(at)) return true;
      return false;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    let seen = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      // A sentence of the API is a block of its own: it has the name within.
      if (!node.data.includes(name) || node.parentElement?.closest("script, caption, .sr-only")) continue;
      seen++;
      const sentence = node.parentElement?.closest("p");
      if (!isAlone(node) && !(sentence && isolates(sentence) && node.data.length > name.length))
        found.push(node.parentElement?.outerHTML.slice(0, 200) ?? node.data);
    }
    return { found, seen };
  }, NAME);
}

test("what people call things turns no text around it", async ({ page, start }) => {
  const { url } = await start();
  const request = page.request;
  const event = {
    provider: "openai",
    model: NAME,
    customer_id: NAME,
    section: NAME,
    section_path: NAME,
    run_id: NAME,
    span_id: NAME,
    user_id: NAME,
    input_tokens: 10,
    tags: { feature: NAME },
  };
  await request.post(`${url}/events`, { data: [{ ...event, id: "1" }] });
  await request.patch(`${url}/api/v1/settings`, { data: { tag_dimensions: ["feature"] } });
  await request.post(`${url}/events`, { data: [{ ...event, id: "2", model: "gpt-4o" }] });
  const labels = { [NAME]: NAME };
  const noted = await request.put(`${url}/api/v1/customers/${ENCODED}`, { data: { plan: NAME, labels } });
  expect(noted.ok()).toBe(true);
  const paths = [
    `/?by=tag:feature&customer=${ENCODED}&model!=${ENCODED}`,
    "/?by=customer",
    "/?by=model",
    "/customers",
    `/customers/${ENCODED}`,
    `/runs?customer=${ENCODED}`,
    `/runs/${ENCODED}`,
    "/sections",
    "/models",
    "/insights",
  ];
  for (const path of paths) {
    await visit(page, `${url}/app${path}`);
    const { found, seen } = await turning(page);
    expect(found, path).toEqual([]);
    if (path !== "/insights") expect(seen, path).toBeGreaterThan(0);
  }
  await visit(page, `${url}/app/`);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("option", { name: NAME })).toBeVisible();
  expect((await turning(page)).found).toEqual([]);
});

test("a name that turns the text around it is found", async ({ page }) => {
  await visit(page, "/app/setup");
  await settled(page);
  await page.evaluate((name) => {
    const place = document.createElement("div");
    place.append("Customer: ", name, " costs most");
    document.body.append(place);
  }, NAME);
  expect((await turning(page)).found).toHaveLength(1);
});

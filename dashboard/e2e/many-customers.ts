import type { APIRequestContext } from "@playwright/test";

const BATCH = 2_000;

/** One call today of each of so many customers, each a little dearer than the one before. */
export async function sendCustomers(request: APIRequestContext, url: string, customers: number) {
  const now = Date.now();
  for (let first = 0; first < customers; first += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, customers - first) }, (_, offset) => {
      const index = first + offset;
      return {
        id: `call-of-${index}`,
        provider: "openai",
        model: "gpt-4o-mini",
        customer_id: `customer-${String(index).padStart(6, "0")}`,
        timestamp: now - index,
        usage: { input: 100 + index, output: 20 },
      };
    });
    const answer = await request.post(`${url}/events`, { data: events });
    if (!answer.ok()) throw new Error(await answer.text());
  }
}

/**
 * Two customers, two sections, a stream; then who cost what.
 *
 * Beside a collector at http://localhost:8000 (or LLMOBSERVE_COLLECTOR_URL). Needs the openai package.
 */
import * as llmobserve from "llmobserve-collector-sdk";
import OpenAI from "openai";
import { fakeProvider } from "./fake-provider.js";

const collector = process.env.LLMOBSERVE_COLLECTOR_URL ?? "http://localhost:8000";
const provider = await fakeProvider();

// The provider behind an address that nobody can know is named; behind api.openai.com it need not be.
llmobserve.observe({
  collectorUrl: collector,
  environment: "example",
  providers: { [provider.host]: "openai" },
});
const client = llmobserve.wrap(new OpenAI({ apiKey: "none", baseURL: provider.url }));
const ask = { model: "gpt-4o-mini", messages: [{ role: "user" as const, content: "Count to three." }] };

for (const customer of ["alice", "bob"]) {
  await llmobserve.withCustomer(customer, () =>
    llmobserve.section("agent:counter", async () => {
      const answer = await client.chat.completions.create(ask);
      console.log(`${customer}: ${answer.choices[0]?.message.content}`);
    }),
  );
}

await llmobserve.withCustomer("alice", () =>
  llmobserve.section("step:stream", async () => {
    const stream = await client.chat.completions.create({ ...ask, stream: true });
    for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
    console.log();
  }),
);

await llmobserve.flush();
console.log(await (await fetch(`${collector}/api/v1/costs?group_by=customer,section`)).text());
provider.close();

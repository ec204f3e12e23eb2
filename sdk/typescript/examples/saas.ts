/**
 * A web application whose customers are told apart by a header that its own gateway sets, and whose tenants have keys of
 * their own: ACME_KEY, where the collector requires keys.
 *
 * Needs the express and openai packages; see quickstart.ts.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import * as llmobserve from "llmobserve-collector-sdk";
import OpenAI from "openai";
import { fakeProvider } from "./fake-provider.js";

const provider = await fakeProvider();
llmobserve.observe({ providers: { [provider.host]: "openai" } });
const client = llmobserve.wrap(new OpenAI({ apiKey: "none", baseURL: provider.url }));

const app = express();
const apiKey = process.env.ACME_KEY;
app.use(
  llmobserve.expressMiddleware({
    customer: "X-Customer-ID",
    tenant: () => ({ tenantId: "acme", ...(apiKey === undefined ? {} : { apiKey }) }),
  }),
);
app.get("/", async (_request, response) => {
  const answer = await llmobserve.section("feature:chat", () =>
    client.chat.completions.create({
      model: "gpt-4o-mini",
      messages: [{ role: "user", content: "Count to three." }],
    }),
  );
  response.send(answer.choices[0]?.message.content);
});

const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
for (const customer of ["alice", "bob", "alice"]) {
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { "x-customer-id": customer } });
  console.log(customer, await answer.text());
}
server.close();
server.closeAllConnections();
provider.close();
console.log((await llmobserve.flush()) ? "delivered" : "not delivered");

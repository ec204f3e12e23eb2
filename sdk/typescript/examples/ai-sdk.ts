/** The AI SDK, by its telemetry: one line for all its calls. Needs the ai and @ai-sdk/openai packages; see quickstart.ts. */
import { createOpenAI } from "@ai-sdk/openai";
import { registerTelemetry, streamText } from "ai";
import * as llmobserve from "llmobserve-collector-sdk";
import { fakeProvider } from "./fake-provider.js";

const provider = await fakeProvider();
llmobserve.observe();
registerTelemetry(llmobserve.aiTelemetry());

const openai = createOpenAI({ apiKey: "none", baseURL: provider.url });
await llmobserve.withCustomer("alice", async () => {
  const { textStream } = streamText({ model: openai.chat("gpt-4o-mini"), prompt: "Count to three." });
  for await (const text of textStream) process.stdout.write(text);
  console.log();
});
provider.close();
// What is queued is delivered when nothing is left to do.

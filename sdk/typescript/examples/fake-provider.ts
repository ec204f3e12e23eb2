/** A provider for trying things out: speaks OpenAI's chat API on this machine, answers at once, costs nothing. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const ANSWER = "One, two, three.";
const USAGE = {
  prompt_tokens: 900,
  completion_tokens: 100,
  total_tokens: 1_000,
  prompt_tokens_details: { cached_tokens: 300 },
  completion_tokens_details: { reasoning_tokens: 20 },
};

/** Starts one. Its base URL for a client, and how to end it. */
export async function fakeProvider(): Promise<{ url: string; host: string; close: () => void }> {
  let number = 0;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const asked = JSON.parse(body);
    number += 1;
    const base = { id: `fake-${process.pid}-${number}`, created: 1, model: asked.model };
    if (asked.stream) {
      response.setHeader("content-type", "text/event-stream");
      response.end(streamed(base, asked));
    } else {
      const choice = { index: 0, message: { role: "assistant", content: ANSWER }, finish_reason: "stop" };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ...base, object: "chat.completion", choices: [choice], usage: USAGE }));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}/v1`, host, close: () => void server.close() };
}

function streamed(base: object, asked: { stream_options?: { include_usage?: boolean } }): string {
  const object = "chat.completion.chunk";
  const chunks: object[] = ANSWER.split(" ").map((word) => {
    return { ...base, object, choices: [{ index: 0, delta: { role: "assistant", content: `${word} ` } }] };
  });
  if (asked.stream_options?.include_usage) chunks.push({ ...base, object, choices: [], usage: USAGE });
  return `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("")}data: [DONE]\n\n`;
}

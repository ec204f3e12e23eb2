/**
 * Anthropic's messages. Their `input_tokens` leave out what the cache served or took; their `output_tokens` include
 * thinking.
 */
import { readChat } from "./openai-usage.js";
import { type Api, count, disjoint, type Growing, get, isObject, type Reading, text } from "./read.js";

/** A message. */
export function readMessage(_request: unknown, answer: unknown): Reading {
  const usage = get(answer, "usage");
  // Fast mode is a price of its own, and no tier can be chosen beside it.
  const tier = get(usage, "speed") === "fast" ? "fast" : text(usage, "service_tier");
  return {
    usage: messageUsage(usage),
    model: text(answer, "model"),
    responseId: text(answer, "id"),
    serviceTier: tier,
  };
}

/** The usage of a message. */
export function messageUsage(usage: unknown): Record<string, number> {
  const byLifetime = get(usage, "cache_creation");
  const fiveMinutes = count(byLifetime, "ephemeral_5m_input_tokens");
  const oneHour = count(byLifetime, "ephemeral_1h_input_tokens");
  return {
    input: count(usage, "input_tokens"),
    cache_read: count(usage, "cache_read_input_tokens"),
    ...disjoint("cache_write", count(usage, "cache_creation_input_tokens") || fiveMinutes + oneHour, {
      cache_write_5m: fiveMinutes,
      cache_write_1h: oneHour,
    }),
    ...disjoint("output", count(usage, "output_tokens"), {
      reasoning: count(usage, "output_tokens_details", "thinking_tokens"),
    }),
    web_searches: count(usage, "server_tool_use", "web_search_requests"),
  };
}

/** A stream begins with the message, and its last event but one has the final counts. Nulls say nothing. */
function foldMessage(answer: Growing, event: Growing): boolean {
  if (isObject(event.message)) Object.assign(answer, event.message);
  if (isObject(event.usage)) {
    const known = Object.entries(event.usage).filter(([, value]) => value !== null);
    answer.usage = { ...(isObject(answer.usage) ? answer.usage : {}), ...Object.fromEntries(known) };
  }
  return event.type === "message_delta" && Boolean(get(event, "delta", "stop_reason"));
}

/** By the end of their paths. */
export const ANTHROPIC: Readonly<Record<string, Api>> = {
  "v1/messages": {
    endpoint: "messages.create",
    spanType: "llm",
    read: readMessage,
    fold: foldMessage,
    delta: (event) => text(event, "delta", "text"),
  },
  "v1/complete": { endpoint: "completions.create", spanType: "llm", read: readChat },
};

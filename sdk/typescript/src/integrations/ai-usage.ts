/** What the AI SDK says of a model call, as what an answer of the provider would have said. */
import { messageUsage, readMessage } from "../readers/anthropic.js";
import { contentUsage, readContent } from "../readers/google.js";
import { readChat, readResponses, tokens } from "../readers/openai-usage.js";
import { count, disjoint, get, isObject, items, type Reading, text } from "../readers/read.js";

// The first part of the AI SDK's name for a provider, where the price book's is another.
const PROVIDERS: Readonly<Record<string, string>> = {
  "azure-openai": "azure",
  "amazon-bedrock": "aws",
  bedrock: "aws",
  vertex: "google",
  xai: "x-ai",
  togetherai: "together",
  "google-vertex": "google",
};

/** The provider and the model of a call: `openai.responses`, or a gateway's `anthropic/claude-sonnet-4-5`. */
export function named(provider: string, modelId: string): { provider: string; model: string } {
  const first = provider.split(".", 1)[0]?.toLowerCase() ?? "";
  const slash = modelId.indexOf("/");
  if (first === "gateway" && slash > 0) {
    return { provider: ours(modelId.slice(0, slash)), model: modelId.slice(slash + 1) };
  }
  return { provider: ours(first), model: modelId };
}

function ours(name: string): string {
  return Object.hasOwn(PROVIDERS, name) ? (PROVIDERS[name] ?? name) : name;
}

/**
 * What the result of a model call says. The provider's own body is read where it is there, otherwise the provider's own
 * usage, which the AI SDK hands on, and at last what it makes of that.
 */
export function readResult(provider: string, result: unknown): Reading {
  const body = get(result, "response", "body");
  const reading = isObject(body) ? readBody(provider, body) : undefined;
  const metadata = get(result, "providerMetadata");
  const spoken = isObject(metadata) ? Object.values(metadata) : [];
  const told = spoken.map((one) => text(one, "serviceTier") ?? text(one, "usage", "service_tier"));
  const raw = get(result, "usage", "raw");
  const usage = reading?.usage ?? usageOf(provider, get(result, "usage"));
  const searches = items(result, "content").filter(isSearch).length;
  return {
    usage: reading === undefined && searches > 0 ? { ...usage, web_searches: searches } : usage,
    model: reading?.model ?? text(result, "response", "modelId"),
    responseId: reading?.responseId ?? text(result, "response", "id") ?? text(result, "responseId"),
    serviceTier: reading?.serviceTier ?? told.find((one) => one) ?? text(raw, "service_tier"),
  };
}

function readBody(provider: string, body: unknown): Reading | undefined {
  if (get(body, "usageMetadata") !== undefined) return readContent({}, body);
  const usage = get(body, "usage");
  if (usage === undefined) return undefined;
  if (provider.includes("anthropic")) return readMessage({}, body);
  if (get(usage, "prompt_tokens") !== undefined) return readChat({}, body);
  return get(body, "object") === "response" ? readResponses({}, body) : undefined;
}

/** A search that OpenAI made; Anthropic counts its own. Opening a page that a search found is free. */
function isSearch(part: unknown): boolean {
  return get(part, "type") === "tool-result" && get(part, "result", "action", "type") === "search";
}

/** Usage as the AI SDK has it in any of its shapes, as disjoint kinds. */
export function usageOf(provider: string, usage: unknown): Readonly<Record<string, number>> {
  const raw = get(usage, "raw");
  if (get(raw, "promptTokenCount") !== undefined) return contentUsage(raw);
  const said = totals(usage);
  if (provider.includes("anthropic") && isObject(raw)) {
    // At the end of a stream the provider's own figures may have been overwritten by nulls, which say nothing.
    return messageUsage({
      ...raw,
      input_tokens: raw.input_tokens ?? said.input - said.cacheRead - said.cacheWrite,
      cache_read_input_tokens: raw.cache_read_input_tokens ?? said.cacheRead,
      cache_creation_input_tokens: raw.cache_creation_input_tokens ?? said.cacheWrite,
      output_tokens: raw.output_tokens ?? said.output,
    });
  }
  if (["prompt_tokens", "input_tokens"].some((name) => get(raw, name) !== undefined)) return tokens(raw);
  return {
    ...disjoint("input", said.input, { cache_read: said.cacheRead, cache_write: said.cacheWrite }),
    ...disjoint("output", said.output, { reasoning: said.reasoning }),
  };
}

/** First as providers give them to the AI SDK, then as that tells integrations. */
function totals(usage: unknown) {
  const details = get(usage, "inputTokenDetails");
  const input = (name: string, detail: string) => count(usage, "inputTokens", name) || count(details, detail);
  return {
    input: count(usage, "inputTokens", "total") || count(usage, "inputTokens") || count(usage, "tokens"),
    cacheRead: input("cacheRead", "cacheReadTokens"),
    cacheWrite: input("cacheWrite", "cacheWriteTokens"),
    output: count(usage, "outputTokens", "total") || count(usage, "outputTokens"),
    reasoning:
      count(usage, "outputTokens", "reasoning") || count(usage, "outputTokenDetails", "reasoningTokens"),
  };
}

/**
 * Gemini, of the Gemini API and Vertex. Google's prompt count includes what the cache served, by modality; its count of
 * candidates leaves out thoughts.
 */
import { type Api, count, type Growing, get, items, type Reading, text } from "./read.js";

// Before the third generation a grounded answer is billed once, however often it searched.
const BILLED_ONCE = /^gemini-[12]/;

/** Generated content. */
export function readContent(_request: unknown, answer: unknown): Reading {
  const model = text(answer, "modelVersion");
  const usage = contentUsage(get(answer, "usageMetadata"));
  let queries = 0;
  for (const one of items(answer, "candidates"))
    queries += items(one, "groundingMetadata", "webSearchQueries").length;
  usage.web_searches = BILLED_ONCE.test(model ?? "") ? Math.min(queries, 1) : queries;
  return { usage, model, responseId: text(answer, "responseId") };
}

/** The usage of generated content. */
export function contentUsage(usage: unknown): Record<string, number> {
  const prompt = count(usage, "promptTokenCount") + count(usage, "toolUsePromptTokenCount");
  const cached = count(usage, "cachedContentTokenCount");
  const read = byModality(cached, items(usage, "cacheTokensDetails"), "cache_read");
  const of = [...items(usage, "promptTokensDetails"), ...items(usage, "toolUsePromptTokensDetails")];
  const kinds: Record<string, number> = {};
  let beside = 0;
  for (const [kind, quantity] of Object.entries(byModality(prompt, of, "input"))) {
    kinds[kind] = Math.max(0, quantity - (read[kind.replace("input", "cache_read")] ?? 0));
    if (kind !== "input") beside += kinds[kind];
  }
  // What was cached without a modality being told was taken from text; put right what that cannot have been.
  kinds.input = Math.max(0, prompt - cached - beside);
  const written = byModality(
    count(usage, "candidatesTokenCount"),
    items(usage, "candidatesTokensDetails"),
    "output",
  );
  return { ...kinds, ...read, ...written, reasoning: count(usage, "thoughtsTokenCount") };
}

function byModality(total: number, details: readonly unknown[], rest: string): Record<string, number> {
  const kinds: Record<string, number> = { [rest]: total };
  for (const detail of details) {
    const modality = (text(detail, "modality") ?? "").toLowerCase();
    if (!["audio", "image", "video"].includes(modality)) continue;
    const tokens = count(detail, "tokenCount");
    kinds[`${rest}_${modality}`] = (kinds[`${rest}_${modality}`] ?? 0) + tokens;
    kinds[rest] = Math.max(0, (kinds[rest] ?? 0) - tokens);
  }
  return kinds;
}

/** Embeddings. The Gemini API may not count their tokens; Vertex counts them with each prediction. */
function readEmbeddings(_request: unknown, answer: unknown): Reading {
  let input = count(answer, "usageMetadata", "promptTokenCount");
  for (const one of items(answer, "predictions"))
    input += count(one, "embeddings", "statistics", "token_count");
  return { usage: { input } };
}

/** Each chunk of a stream repeats the counts so far; the last one's are final. */
function foldContent(answer: Growing, event: Growing): boolean {
  for (const [name, value] of Object.entries(event)) if (value) answer[name] = value;
  return false;
}

function contentText(event: Growing): string | undefined {
  const parts = items(items(event, "candidates")[0], "content", "parts");
  return parts.map((part) => text(part, "text") ?? "").join("");
}

/** By the method at the end of their paths: `models/gemini-2.5-flash:generateContent`. */
export const GOOGLE: Readonly<Record<string, Api>> = {
  generateContent: { endpoint: "models.generate_content", spanType: "llm", read: readContent },
  streamGenerateContent: {
    endpoint: "models.generate_content_stream",
    spanType: "llm",
    read: readContent,
    fold: foldContent,
    delta: contentText,
  },
  embedContent: { endpoint: "models.embed_content", spanType: "embedding_call", read: readEmbeddings },
  batchEmbedContents: { endpoint: "models.embed_content", spanType: "embedding_call", read: readEmbeddings },
};

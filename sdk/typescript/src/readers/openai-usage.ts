/**
 * OpenAI's answers as disjoint usage. Its totals include their parts: prompt tokens those from the cache, completion
 * tokens those of reasoning, but for xAI's.
 */
import { count, disjoint, get, items, type Reading, text } from "./read.js";

/** The usage object in any of its spellings (chat, responses, images, audio). */
export function tokens(usage: unknown): Record<string, number> {
  const before =
    get(usage, "prompt_tokens_details") ??
    get(usage, "input_tokens_details") ??
    get(usage, "input_token_details");
  const after = get(usage, "completion_tokens_details") ?? get(usage, "output_tokens_details");
  const prompt = count(usage, "prompt_tokens") || count(usage, "input_tokens");
  const completion = count(usage, "completion_tokens") || count(usage, "output_tokens");
  const reasoning = count(after, "reasoning_tokens");
  // xAI's completion tokens leave out those of reasoning. Only the total tells.
  const isBeside = count(usage, "total_tokens") === prompt + completion + reasoning;
  return {
    ...disjoint("input", prompt, {
      // DeepSeek's own name stands beside the totals.
      cache_read: count(before, "cached_tokens") || count(usage, "prompt_cache_hit_tokens"),
      ...cacheWrites(before),
      input_audio: count(before, "audio_tokens"),
      input_image: count(before, "image_tokens"),
    }),
    ...disjoint("output", completion + (isBeside ? reasoning : 0), {
      reasoning,
      output_audio: count(after, "audio_tokens"),
      output_image: count(after, "image_tokens"),
    }),
  };
}

function cacheWrites(details: unknown): Record<string, number> {
  const lifetimes = get(details, "cache_write_tokens_details");
  return disjoint("cache_write", count(details, "cache_write_tokens"), {
    cache_write_30m: count(lifetimes, "ttl_30m_tokens"),
    cache_write_12h: count(lifetimes, "ttl_12h_tokens"),
  });
}

/** What most answers name beside their usage. */
function named(answer: unknown, usage: Record<string, number>): Reading {
  return {
    usage,
    model: text(answer, "model"),
    responseId: text(answer, "id"),
    serviceTier: text(answer, "service_tier"),
  };
}

/** Chat and legacy completions. */
export function readChat(_request: unknown, answer: unknown): Reading {
  return named(answer, tokens(get(answer, "usage")));
}

/** The Responses API, with the calls of its built-in tools. */
export function readResponses(_request: unknown, answer: unknown): Reading {
  const usage = tokens(get(answer, "usage"));
  const add = (kind: string) => {
    usage[kind] = (usage[kind] ?? 0) + 1;
  };
  for (const item of items(answer, "output")) {
    const kind = get(item, "type");
    // Opening a page that a search found is free.
    if (kind === "web_search_call" && (get(item, "action", "type") ?? "search") === "search")
      add("web_searches");
    else if (kind === "file_search_call") add("file_searches");
  }
  return named(answer, usage);
}

/** Embeddings: prompt tokens only. */
export function readEmbeddings(_request: unknown, answer: unknown): Reading {
  return { usage: tokens(get(answer, "usage")), model: text(answer, "model") };
}

/** Images: by tokens where the model bills those, otherwise by the piece, at the price of quality and size. */
export function readImages(request: unknown, answer: unknown): Reading {
  const usage = get(answer, "usage");
  const asked = text(request, "model");
  if (usage !== undefined) return { usage: tokens(usage), model: text(answer, "model") ?? asked };
  const [quality, size] = [text(request, "quality") ?? "standard", text(request, "size") ?? "1024x1024"];
  return { usage: { images: items(answer, "data").length }, model: asked, serviceTier: `${quality}/${size}` };
}

/** Speech to text: by tokens or by seconds, as the model bills. A plain text answer tells neither. */
export function readTranscription(request: unknown, answer: unknown): Reading {
  const usage = get(answer, "usage");
  const model = text(request, "model");
  if (count(usage, "input_tokens")) return { usage: tokens(usage), model };
  return { usage: { seconds: count(usage, "seconds") || count(answer, "duration") }, model };
}

/** Text to speech: by characters, or by tokens where the answer (a stream of events) tells them. */
export function readSpeech(request: unknown, answer: unknown): Reading {
  const usage = get(answer, "usage");
  const model = text(request, "model");
  if (count(usage, "output_tokens")) return { usage: tokens(usage), model };
  return { usage: { characters: [...(text(request, "input") ?? "")].length }, model };
}

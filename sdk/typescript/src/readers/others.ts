/** Bedrock, Mistral and Cohere, each by what it says that it bills. */
import { chatText, foldChat } from "./openai.js";
import { tokens } from "./openai-usage.js";
import { type Api, count, type Growing, get, isObject, items, type Reading, text } from "./read.js";

/** A conversation with Bedrock. */
function readConverse(_request: unknown, answer: unknown): Reading {
  const usage = get(answer, "usage");
  const kinds: Record<string, number> = {
    input: count(usage, "inputTokens"),
    cache_read: count(usage, "cacheReadInputTokens"),
    output: count(usage, "outputTokens"),
  };
  let written = count(usage, "cacheWriteInputTokens");
  for (const detail of items(usage, "cacheDetails")) {
    const lifetime = text(detail, "ttl");
    if (lifetime !== "5m" && lifetime !== "1h") continue;
    kinds[`cache_write_${lifetime}`] = count(detail, "inputTokens");
    written = Math.max(0, written - count(detail, "inputTokens"));
  }
  kinds.cache_write = written;
  return {
    usage: kinds,
    responseId: text(answer, "ResponseMetadata", "RequestId"),
    serviceTier: text(answer, "serviceTier", "type"),
  };
}

/** An invocation of Bedrock. Its body is the model's own; the counts are in its headers, too. */
function readInvocation(request: unknown, answer: unknown): Reading {
  if (get(answer, "usage", "inputTokens") !== undefined) return readConverse(request, answer);
  const headers = get(answer, "ResponseMetadata", "HTTPHeaders");
  const counted = (name: string) => {
    const value = text(headers, `x-amzn-bedrock-${name}-token-count`) ?? "";
    return /^\d+$/.test(value) ? Number(value) : 0;
  };
  const usage = {
    input: counted("input"),
    output: counted("output"),
    cache_read: counted("cache-read-input"),
    cache_write: counted("cache-write-input"),
  };
  return { usage, responseId: text(answer, "ResponseMetadata", "RequestId") };
}

/** By the end of their paths: `model/ID/converse`. */
export const BEDROCK: Readonly<Record<string, Api>> = {
  converse: { endpoint: "converse", spanType: "llm", read: readConverse },
  "converse-stream": { endpoint: "converse_stream", spanType: "llm", read: readConverse },
  invoke: { endpoint: "invoke_model", spanType: "llm", read: readInvocation },
};

/** Mistral's counts are OpenAI's, with seconds of audio beside them and the tier among them. */
function readMistral(_request: unknown, answer: unknown): Reading {
  const usage = get(answer, "usage");
  return {
    usage: { ...tokens(usage), seconds: count(usage, "prompt_audio_seconds") },
    model: text(answer, "model"),
    responseId: text(answer, "id"),
    serviceTier: text(usage, "service_tier"),
  };
}

/** Documents, by the page. */
function readPages(_request: unknown, answer: unknown): Reading {
  const kind = get(answer, "document_annotation") ? "annotated_pages" : "pages";
  return { usage: { [kind]: count(answer, "usage_info", "pages_processed") }, model: text(answer, "model") };
}

const mistral = { spanType: "llm", read: readMistral, fold: foldChat, delta: chatText };

/** By the end of their paths. */
export const MISTRAL: Readonly<Record<string, Api>> = {
  "chat/completions": { endpoint: "chat.complete", ...mistral },
  "agents/completions": { endpoint: "agents.complete", ...mistral },
  "fim/completions": { endpoint: "fim.complete", ...mistral },
  embeddings: { endpoint: "embeddings.create", spanType: "embedding_call", read: readMistral },
  "audio/transcriptions": { ...mistral, endpoint: "audio.transcriptions.complete", spanType: "stt_call" },
  ocr: { endpoint: "ocr.process", spanType: "ocr_call", read: readPages },
};

/** What Cohere bills, wherever the version of its API says it. Images are billed by tokens, too. */
function readCohere(request: unknown, answer: unknown): Reading {
  const units = get(answer, "usage", "billed_units") ?? get(answer, "meta", "billed_units");
  const usage = {
    input: count(units, "input_tokens"),
    input_image: count(units, "image_tokens"),
    output: count(units, "output_tokens"),
    rerank_searches: count(units, "search_units"),
  };
  const id = text(answer, "id") ?? text(answer, "response_id") ?? text(answer, "generation_id");
  return { usage, model: text(request, "model"), responseId: id };
}

/** The first event has the id, the last one the counts. */
function foldCohere(answer: Growing, event: Growing): boolean {
  if (event.id) answer.id = event.id;
  const last = event.type === "message-end" ? event.delta : event.response;
  if (isObject(last)) Object.assign(answer, last);
  return isObject(last);
}

const cohereChat = {
  spanType: "llm",
  read: readCohere,
  fold: foldCohere,
  delta: (event: Growing) => text(event, "delta", "message", "content", "text") ?? text(event, "text"),
};

/** By the end of their paths. */
export const COHERE: Readonly<Record<string, Api>> = {
  "v2/chat": { endpoint: "v2.chat", ...cohereChat },
  "v1/chat": { endpoint: "chat", ...cohereChat },
  "v2/embed": { endpoint: "v2.embed", spanType: "embedding_call", read: readCohere },
  "v1/embed": { endpoint: "embed", spanType: "embedding_call", read: readCohere },
  "v2/rerank": { endpoint: "v2.rerank", spanType: "rerank_call", read: readCohere },
  "v1/rerank": { endpoint: "rerank", spanType: "rerank_call", read: readCohere },
};

/** OpenAI's API, of OpenAI, Azure and whoever speaks alike: chat, completions, responses, embeddings, images, audio. */
import {
  readChat,
  readEmbeddings,
  readImages,
  readResponses,
  readSpeech,
  readTranscription,
} from "./openai-usage.js";
import { type Api, type Growing, get, isObject, items, text } from "./read.js";

// Those known to take `stream_options`. A server that does not know it may refuse the call.
const TELL_USAGE_WHEN_ASKED = new Set(["openai", "deepseek", "groq", "openrouter", "x-ai"]);

const AZURE_TELLS_USAGE_FROM = "2024-09-01";

/** The `stream_options` that ask a chat stream for its usage, where the caller did not and the API allows it. */
export function askForUsage(provider: string, request: Growing, azureVersion: string): Growing | undefined {
  const options = request.stream_options;
  const isChat = "messages" in request || ("prompt" in request && !("input" in request));
  if (!isChat || !request.stream || (isObject(options) && "include_usage" in options)) return undefined;
  const isKnown =
    provider === "azure" ? azureVersion >= AZURE_TELLS_USAGE_FROM : TELL_USAGE_WHEN_ASKED.has(provider);
  return isKnown ? { ...(isObject(options) ? options : {}), include_usage: true } : undefined;
}

/** Of a chat stream only the first and the last chunks say something new about the call. */
export function foldChat(answer: Growing, event: Growing): boolean {
  for (const name of ["id", "model", "service_tier"]) if (event[name]) answer[name] = event[name];
  // Groq's own place, before it had the standard one.
  const usage = event.usage || get(event.x_groq, "usage");
  if (usage) answer.usage = usage;
  return false;
}

/** The text that a chunk adds. */
export function chatText(event: Growing): string | undefined {
  const choice = items(event, "choices")[0];
  return text(choice, "delta", "content") ?? text(choice, "text");
}

/** The last event of a Responses stream holds the whole response. */
function foldResponses(answer: Growing, event: Growing): boolean {
  if (isObject(event.response)) Object.assign(answer, event.response);
  return ["response.completed", "response.incomplete", "response.failed"].includes(String(event.type));
}

function responsesText(event: Growing): string | undefined {
  return event.type === "response.output_text.delta" ? text(event, "delta") : undefined;
}

/** Images and audio: the event with usage is the last. */
function foldLast(answer: Growing, event: Growing): boolean {
  Object.assign(answer, event);
  return Boolean(event.usage);
}

const chat = { spanType: "llm", read: readChat, fold: foldChat, delta: chatText };

/** By the end of their paths. */
export const OPENAI: Readonly<Record<string, Api>> = {
  "chat/completions": { endpoint: "chat.completions.create", ...chat },
  completions: { endpoint: "completions.create", ...chat },
  responses: {
    endpoint: "responses.create",
    spanType: "llm",
    read: readResponses,
    fold: foldResponses,
    delta: responsesText,
  },
  embeddings: { endpoint: "embeddings.create", spanType: "embedding_call", read: readEmbeddings },
  "images/generations": {
    endpoint: "images.generate",
    spanType: "image_call",
    read: readImages,
    fold: foldLast,
  },
  "images/edits": { endpoint: "images.edit", spanType: "image_call", read: readImages, fold: foldLast },
  "images/variations": { endpoint: "images.create_variation", spanType: "image_call", read: readImages },
  "audio/transcriptions": {
    endpoint: "audio.transcriptions.create",
    spanType: "stt_call",
    read: readTranscription,
    fold: foldLast,
  },
  "audio/translations": {
    endpoint: "audio.translations.create",
    spanType: "stt_call",
    read: readTranscription,
  },
  "audio/speech": { endpoint: "audio.speech.create", spanType: "tts_call", read: readSpeech, fold: foldLast },
};

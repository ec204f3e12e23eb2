/** The AI SDK, from version 7 on, through its telemetry: `registerTelemetry(aiTelemetry())`. */
import { type Context, change, current, within } from "../context.js";
import type { Mark } from "../event.js";
import { guarded, report } from "../guard.js";
import { uuid7 } from "../ids.js";
import { type Api, type Growing, get, isObject, text } from "../readers/read.js";
import { runtime } from "../runtime.js";
import { section } from "../scopes.js";
import { shared } from "../shared.js";
import { named, readResult } from "./ai-usage.js";
import { Exchange } from "./exchange.js";
import { watchStream } from "./stream.js";

/** What is looked at of the AI SDK's events. */
export interface AiEvent {
  readonly callId?: string;
  readonly embedCallId?: string;
  readonly provider?: string;
  readonly modelId?: string;
  readonly functionId?: string | undefined;
  readonly toolCall?: { readonly toolName?: string };
}

/** A piece of work that the AI SDK asks an integration to carry out. */
export type AiWork<T> = AiEvent & { readonly execute: () => PromiseLike<T> };

/** The part of the AI SDK's `Telemetry` that we take part in. */
export interface AiTelemetry {
  onStart(event: AiEvent): void;
  onEnd(event: AiEvent): void;
  onAbort(event: AiEvent): void;
  onError(event: unknown): void;
  onObjectStepStart(event: AiEvent): void;
  onObjectStepEnd(event: AiEvent): void;
  onEmbedStart(event: AiEvent): void;
  onEmbedEnd(event: AiEvent): void;
  onLanguageModelCallEnd(event: AiEvent): void;
  executeLanguageModelCall<T>(work: AiWork<T>): PromiseLike<T>;
  executeTool<T>(work: AiWork<T>): PromiseLike<T>;
}

/** A call that is not over, and its answer so far. */
interface Pending {
  readonly exchange: Exchange;
  readonly answer?: Growing;
}

// Operations that are remembered, in case some never tell that they are over.
const MOST_OPERATIONS = 10_000;

/**
 * An integration for the AI SDK's `registerTelemetry`, or for the `telemetry.integrations` of one call: each call of a
 * model becomes an event, each tool a section. It records neither prompts nor answers. It is the same one each time:
 * what is registered twice counts once.
 */
export function aiTelemetry(): AiTelemetry {
  return only;
}

function telemetry(): AiTelemetry {
  const operations = new Map<string, Context>();
  const open = new Map<string, Pending>();
  const remember = <V>(map: Map<string, V>, key: string | undefined, value: V) => {
    if (key === undefined) return;
    if (map.size >= MOST_OPERATIONS) map.delete(map.keys().next().value as string);
    map.set(key, value);
  };
  // Calls under way, and tools. What is registered twice is asked twice to carry them out, one time inside the other.
  const running = new Set<string>();
  const tools = new WeakSet<object>();
  // Later steps of an operation run wherever its stream is read. Whose they are was decided when it began.
  const contextOf = (event: AiEvent) => operations.get(event.callId ?? "") ?? current();
  const begin = (event: AiEvent, endpoint: string, spanType = "llm"): Exchange | undefined => {
    const context = contextOf(event);
    const mark = context.isInside ? undefined : runtime.mark(placed(context, event.functionId));
    return mark === undefined ? undefined : exchangeOf(mark, event, endpoint, spanType);
  };
  // Embeddings and objects are not carried out by us. What they do from here on belongs to the run all the same.
  const join = (event: AiEvent) => change({ runId: contextOf(event).runId });
  const forget = guarded("aiTelemetry", (event: unknown) => {
    const callId = text(event, "callId") ?? "";
    operations.delete(callId);
    // What was begun and never ended, such as a step that was given up.
    const left = open.get(callId);
    open.delete(callId);
    left?.exchange.failed(get(event, "error") ?? new DOMException("aborted", "AbortError"), left.answer);
  });
  const settle = guarded("aiTelemetry", (key: string | undefined, event: unknown) => {
    const ended = open.get(key ?? "");
    open.delete(key ?? "");
    ended?.exchange.answered(event);
  });

  return {
    // Without a run of its own, what HTTP sees of an operation would be reported as calls of others.
    onStart: guarded("aiTelemetry", (event) => {
      if (operations.has(event.callId ?? "")) return;
      remember(operations, event.callId, { ...current(), runId: current().runId ?? uuid7() });
    }),
    onEnd: forget,
    onAbort: forget,
    onError: forget,
    onObjectStepStart: guarded("aiTelemetry", (event) => {
      if (open.has(event.callId ?? "")) return;
      join(event);
      const exchange = begin(event, "object");
      if (exchange !== undefined) remember(open, event.callId, { exchange });
    }),
    onObjectStepEnd: (event) => settle(event.callId, event),
    onEmbedStart: guarded("aiTelemetry", (event) => {
      if (open.has(event.embedCallId ?? "")) return;
      join(event);
      const exchange = begin(event, "embed", "embedding_call");
      if (exchange !== undefined) remember(open, event.embedCallId, { exchange });
    }),
    onEmbedEnd: (event) => settle(event.embedCallId, event),
    onLanguageModelCallEnd: (event) => settle(event.callId, event),
    executeLanguageModelCall(work) {
      const key = work.callId ?? "";
      const exchange = attempt(() => (running.has(key) ? undefined : begin(work, "languageModelCall")));
      if (exchange === undefined) return work.execute();
      if (key) running.add(key);
      const inside = { ...contextOf(work), isInside: true };
      return Promise.resolve(within(inside, () => work.execute())).then(
        (result) => {
          running.delete(key);
          attempt(() => {
            const answer = follow(result, exchange);
            if (answer === undefined) exchange.answered(result);
            else remember(open, work.callId, { exchange, answer });
          });
          return result;
        },
        (error) => {
          running.delete(key);
          attempt(() => exchange.failed(error));
          throw error;
        },
      );
    },
    executeTool(work) {
      const { toolCall } = work;
      if (toolCall !== undefined && tools.has(toolCall)) return work.execute();
      if (toolCall !== undefined) tools.add(toolCall);
      const context = attempt(() => contextOf(work)) ?? current();
      return within(context, () => section(`tool:${toolCall?.toolName ?? "tool"}`, () => work.execute()));
    },
  };
}

const only = shared("aiTelemetry", telemetry);

/** The context of a call, with the name that the application gave to the function as its section. */
function placed(context: Context, functionId: string | undefined): Context {
  if (!functionId) return context;
  const id = context.spans.at(-1)?.id ?? "";
  return { ...context, spans: [...context.spans, { name: functionId, id }] };
}

function exchangeOf(mark: Mark, event: AiEvent, endpoint: string, spanType: string): Exchange {
  const sdkProvider = event.provider ?? "";
  const { provider, model } = named(sdkProvider, event.modelId ?? "");
  const api: Api = {
    endpoint: `ai.${endpoint}`,
    spanType,
    read: (_, result) => readResult(sdkProvider, result),
  };
  return new Exchange(mark, provider, api, {}, model);
}

/** Follows the stream of a result, if it has one. The answer, as it grows: its parts are the AI SDK's own, whoever reads what is made of them. */
function follow(result: unknown, exchange: Exchange): Growing | undefined {
  const stream = (result as { stream?: unknown } | undefined)?.stream;
  if (!(stream instanceof ReadableStream)) return undefined;
  exchange.isStreaming = true;
  const answer: Growing = {};
  const content: unknown[] = [];
  let error: unknown;
  const end = (how: "ok" | "cancelled") => {
    if (error === undefined)
      exchange.answered({ ...answer, content }, answer.usage === undefined ? how : "ok");
    else exchange.failed(error, answer);
  };
  (result as { stream: unknown }).stream = watchStream<unknown>(stream, {
    chunk(part) {
      const kind = get(part, "type");
      if (kind === "response-metadata") answer.response = part;
      else if (kind === "tool-result") content.push(part);
      else if (kind === "error") error = get(part, "error") ?? new Error();
      else if (kind === "finish" && isObject(part)) Object.assign(answer, part);
      return part;
    },
    ended: (fault) => {
      error ??= fault;
      attempt(() => end("ok"));
    },
    cancelled: () => void attempt(() => end("cancelled")),
  });
  return answer;
}

function attempt<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    report("aiTelemetry", error);
    return undefined;
  }
}

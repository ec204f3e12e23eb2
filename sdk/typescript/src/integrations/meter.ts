/** Reads along what comes back for one exchange, whoever reads it and however. */
import { type Growing, isObject } from "../readers/read.js";
import { outcome } from "../scopes.js";
import type { Exchange } from "./exchange.js";
import { Events, isOfInterest, parse } from "./sse.js";

// Bytes of a JSON body that are kept to be read. Of a longer one the usage is not known.
const MAX_BODY = 8 << 20;

/** What HTTP says of an answer before its body. */
export interface Head {
  readonly status: number;
  readonly headers: Headers;
}

/** Reads along. */
export class Meter {
  /** The body is a stream of events. */
  readonly isStream: boolean;
  private readonly events: Events | undefined;
  private body: Uint8Array[] | undefined;
  private size = 0;
  private readonly answer: Growing = {};
  private isFirst = true;
  private hasError = false;
  private isComplete = false;
  private isOver = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly head: Head,
  ) {
    const kind = head.headers.get("content-type") ?? "";
    this.isStream = /event-stream|ndjson|stream\+json/.test(kind);
    if (this.isStream) this.events = new Events();
    else if (kind.includes("json")) this.body = [];
  }

  /** A piece of the body. It is copied where it is kept, as whoever reads it may use its memory again. */
  feed(chunk: Uint8Array): void {
    if (this.isOver) return;
    if (this.events !== undefined) {
      for (const data of this.events.feed(chunk)) this.event(data);
      if (this.isComplete) this.end();
    } else if (this.body !== undefined) {
      this.size += chunk.length;
      if (this.size > MAX_BODY) this.body = undefined;
      else this.body.push(chunk.slice());
    }
  }

  private event(data: string): void {
    if (data === "[DONE]") {
      this.isComplete = true;
      return;
    }
    const { content, api } = this.exchange;
    const isFirst = this.isFirst;
    this.isFirst = false;
    if (content === undefined && !isOfInterest(data, isFirst)) return;
    const event = parse(data);
    if (!isObject(event)) return;
    content?.delta(api.delta?.(event));
    if (event.error || event.type === "error") this.hasError = true;
    if (api.fold?.(this.answer, event)) this.isComplete = true;
  }

  /** The whole body at once. */
  whole(body: Uint8Array): void {
    this.feed(body);
    this.end();
  }

  /** The whole body, as whoever asked for it has it parsed already. */
  parsed(value: unknown): void {
    this.body = undefined;
    this.take(value);
    this.end();
  }

  /** A body of JSON. Gemini's streams are an array of their events where nobody asks for another form. */
  private take(value: unknown): void {
    if (isObject(value)) Object.assign(this.answer, value);
    const { fold } = this.exchange.api;
    for (const event of Array.isArray(value) ? value : []) if (isObject(event)) fold?.(this.answer, event);
  }

  /** The body has ended, with a `status` of its own if it did so before its time. */
  end(status = "ok"): void {
    if (this.isOver) return;
    this.isOver = true;
    if (this.body !== undefined && this.size > 0) {
      this.take(parse(Buffer.concat(this.body).toString()));
    }
    const { status: http, headers } = this.head;
    let told = this.isComplete ? "ok" : status;
    if (this.hasError || http >= 400) told = http === 429 ? "rate_limited" : "error";
    // Bedrock's counts may stand beside the body only.
    const requestId = headers.get("x-amzn-requestid");
    if (requestId !== null) {
      this.answer.ResponseMetadata = { RequestId: requestId, HTTPHeaders: Object.fromEntries(headers) };
    }
    this.exchange.answered(this.answer, told, http >= 400 ? { http_status: http } : {});
  }

  /** Reading failed. */
  failed(error: unknown): void {
    if (this.isOver) return;
    const status = outcome(error ?? new Error());
    if (status === "error" && this.size === 0 && !this.isStream) {
      this.isOver = true;
      this.exchange.failed(error);
    } else {
      this.end(status);
    }
  }

  /** Ours failed over it: the call counts, as one of unknown cost. */
  lost(): void {
    this.isOver = true;
    this.exchange.lost();
  }
}

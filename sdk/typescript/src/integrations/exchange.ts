/** One exchange with a provider: a request, and an answer that comes at once or as a stream. */
import { Content } from "../content.js";
import { Call, type Mark } from "../event.js";
import { kindOf } from "../guard.js";
import { type Api, get, NOTHING, type Reading, text } from "../readers/read.js";
import { runtime } from "../runtime.js";
import { outcome } from "../scopes.js";

/** The event of one call, put together from what is learned about it. */
export class Exchange {
  /** The answer comes as a stream of events. */
  isStreaming = false;
  /** What was said, where that is recorded. */
  readonly content: Content | undefined;
  private readonly call: Call;

  constructor(
    mark: Mark,
    provider: string,
    readonly api: Api,
    private readonly request: unknown,
    private readonly model?: string,
    spanType = api.spanType,
  ) {
    this.call = new Call(mark, provider, api.endpoint, spanType);
    if (mark.settings.captureContent) this.content = new Content(mark.settings);
    this.content?.request(request);
  }

  /** The call is over, and this is its answer (of a stream, what its events add up to). */
  answered(answer: unknown, status = "ok", metadata: Record<string, unknown> = {}): void {
    const reading = this.api.read(this.request, answer);
    const isFailed = status === "ok" && get(answer, "status") === "failed";
    if (!this.isStreaming) this.content?.answer(answer);
    this.finish(isFailed ? "error" : status, reading, metadata);
  }

  /** The call threw, after an answer so far, if there was one. */
  failed(error: unknown, answer?: unknown): void {
    const http = httpStatus(error);
    const metadata = { error_type: kindOf(error), ...(http === undefined ? {} : { http_status: http }) };
    const reading = answer === undefined ? NOTHING : this.api.read(this.request, answer);
    this.finish(http === 429 ? "rate_limited" : outcome(error ?? new Error()), reading, metadata);
  }

  /** The call gave an answer that could not be read. It counts all the same, as one of unknown cost. */
  lost(): void {
    this.finish("ok", NOTHING, {});
  }

  private finish(status: string, reading: Reading, metadata: Record<string, unknown>): void {
    runtime.finish(this.call, status, {
      model: reading.model ?? this.model ?? text(this.request, "model") ?? null,
      usage: reading.usage,
      response_id: reading.responseId ?? null,
      service_tier: reading.serviceTier ?? null,
      is_streaming: this.isStreaming,
      stream_cancelled: this.isStreaming && status === "cancelled",
      event_metadata: { ...metadata, ...this.content?.texts() },
    });
  }
}

/** The HTTP status that an error of a provider's package carries. */
export function httpStatus(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { status, statusCode } = error as { status?: unknown; statusCode?: unknown };
  return [status, statusCode].find(
    (one): one is number => typeof one === "number" && one >= 100 && one <= 599,
  );
}

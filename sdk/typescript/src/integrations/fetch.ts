/**
 * What an application asks of known providers by `fetch` itself, on demand.
 *
 * Such events say that they were seen by the HTTP layer only, so that a report of the same call by something that knows
 * more, such as a telemetry of the AI SDK, takes their place and nothing bills twice.
 */
import { current, within } from "../context.js";
import { guarded, report } from "../guard.js";
import { isObject } from "../readers/read.js";
import { runtime } from "../runtime.js";
import { shared } from "../shared.js";
import { Exchange } from "./exchange.js";
import { providerAt, requestedApi } from "./providers.js";
import { watchResponse } from "./response.js";
import { parse } from "./sse.js";

// Characters of a request that are parsed for its model. What is longer holds images, and the answer names the model.
const MAX_REQUEST = 1 << 20;

type Fetch = typeof globalThis.fetch;
type Input = Parameters<Fetch>[0];
type Init = Parameters<Fetch>[1];

const state = shared("fetch", () => ({ isWatched: false }));

/** Records the calls to known providers that are made by the global `fetch` from here on. Once is enough. */
export function instrumentFetch(): void {
  install();
}

const install = guarded("instrumentFetch", () => {
  if (state.isWatched || typeof globalThis.fetch !== "function") return;
  globalThis.fetch = shell(globalThis.fetch);
  state.isWatched = true;
});

function shell(original: Fetch): Fetch {
  return function fetch(this: unknown, ...args: [Input, Init?]): Promise<Response> {
    const exchange = begin(args);
    if (exchange === undefined) return original.apply(this, args);
    let answer: Promise<Response>;
    try {
      answer = within({ ...current(), isInside: true }, () => original.apply(this, args));
    } catch (error) {
      fail(exchange, error);
      throw error;
    }
    // What stands for `fetch` in a test may answer at once.
    if (typeof answer?.then !== "function") {
      watch(answer as unknown as Response, exchange);
      return answer;
    }
    return answer.then(
      (response) => {
        watch(response, exchange);
        return response;
      },
      (error) => {
        fail(exchange, error);
        throw error;
      },
    );
  };
}

function begin(args: [Input, Init?]): Exchange | undefined {
  try {
    return exchangeOf(...args);
  } catch (error) {
    report("fetch", error);
    return undefined;
  }
}

function exchangeOf(input: Input, init: Init): Exchange | undefined {
  // Part of a call that is recorded already.
  if (current().isInside) return undefined;
  const isRequest = typeof Request !== "undefined" && input instanceof Request;
  const method = init?.method ?? (isRequest ? input.method : "GET");
  if (method.toUpperCase() !== "POST") return undefined;
  const url = new URL(isRequest ? input.url : String(input));
  const provider = providerAt(url);
  const asked = provider === undefined ? undefined : requestedApi(provider, url.pathname);
  const mark = runtime.mark();
  if (provider === undefined || asked === undefined || mark === undefined) return undefined;
  const body = init?.body;
  const request = typeof body === "string" && body.length <= MAX_REQUEST ? parse(body) : undefined;
  return new Exchange(
    mark,
    provider,
    asked.api,
    isObject(request) ? request : {},
    asked.model,
    "http_fallback",
  );
}

function watch(response: Response, exchange: Exchange): void {
  try {
    watchResponse(response, exchange);
  } catch (error) {
    report("fetch", error);
    lose(exchange);
  }
}

function lose(exchange: Exchange): void {
  try {
    exchange.lost();
  } catch (error) {
    report("fetch", error);
  }
}

function fail(exchange: Exchange, error: unknown): void {
  try {
    exchange.failed(error);
  } catch (fault) {
    report("fetch", fault);
  }
}

/**
 * Clients of `openai` and `@anthropic-ai/sdk`, which share a generator: every call of theirs passes one function.
 *
 * `makeRequest` is below every style of calling (resources, raw responses, `parse`, stream helpers) and above the
 * package's retries, which call it again from inside. So one call is one exchange.
 */
import { current, within } from "../context.js";
import type { Mark } from "../event.js";
import { report } from "../guard.js";
import { warnOnce } from "../log.js";
import { ANTHROPIC } from "../readers/anthropic.js";
import { askForUsage, OPENAI } from "../readers/openai.js";
import { type Growing, isObject } from "../readers/read.js";
import { runtime } from "../runtime.js";
import { Exchange } from "./exchange.js";
import { hideUsage } from "./hide.js";
import { apiIn, providerOf } from "./providers.js";
import { watchResponse } from "./response.js";

/** The members of a client that are looked at. */
interface Client {
  baseURL?: unknown;
  apiVersion?: unknown;
  makeRequest?: unknown;
  withOptions?: unknown;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** What a call asks for, as far as it is looked at. */
interface Options {
  readonly method?: unknown;
  readonly path?: unknown;
  readonly body?: unknown;
}

// Of the clients for other clouds, by a part of their name.
const CLOUDS = [
  ["Bedrock", "aws"],
  ["Vertex", "google"],
  ["Foundry", "azure"],
  ["Azure", "azure"],
] as const;

const APIS = { ...OPENAI, ...ANTHROPIC };

const wrapped = new WeakSet<object>();

/**
 * Records the calls of a client of `openai` or `@anthropic-ai/sdk`: chat, responses, embeddings, images, audio and
 * messages, with their streams and helpers. It is the same client that is returned; once is enough. Clients that
 * `withOptions` makes of it are recorded, too.
 */
export function wrap<C extends object>(client: C): C {
  try {
    if (!wrapped.has(client)) instrument(client as C & Client);
  } catch (error) {
    report("wrap", error);
  }
  return client;
}

function instrument(client: Client): void {
  const { makeRequest, withOptions } = client;
  if (typeof makeRequest !== "function") {
    warnOnce("wrap", "wrap() was given no client that it knows; its calls are not recorded");
    return;
  }
  wrapped.add(client);
  const own = (name: string, value: Method) =>
    Object.defineProperty(client, name, { value, configurable: true, writable: true, enumerable: false });
  own("makeRequest", shell(makeRequest as Method));
  if (typeof withOptions !== "function") return;
  own("withOptions", function again(...args) {
    return wrap(withOptions.apply(this, args) as object);
  });
}

/**
 * The shell around the function: it calls the original exactly once, hands on its result or its error as it is, and
 * lets nothing of ours out.
 */
function shell(original: Method): Method {
  return function makeRequest(...args) {
    let ticket: Ticket | undefined;
    try {
      ticket = Ticket.of(this as Client);
    } catch (error) {
      report("makeRequest", error);
    }
    if (ticket === undefined) return original.apply(this, args);
    const { enter, asked, returned, failed } = hold(ticket);
    const [options, ...rest] = args;
    const result = enter(() => original.call(this, Promise.resolve(options).then(asked), ...rest));
    return Promise.resolve(result).then(
      (props) => {
        returned(props);
        return props;
      },
      (error) => {
        failed(error);
        throw error;
      },
    );
  };
}

/** The functions of a ticket, each behind a wall of its own. */
function hold(ticket: Ticket) {
  return {
    enter<T>(body: () => T): T {
      return within(ticket.inside, body);
    },
    asked(options: unknown): unknown {
      try {
        return ticket.asked(options as Options);
      } catch (error) {
        report("looking at a request", error);
        return options;
      }
    },
    returned(props: unknown): void {
      try {
        ticket.returned(props as { response?: Response });
      } catch (error) {
        report("looking at an answer", error);
        try {
          ticket.lost(props as { response?: Response });
        } catch {
          // Then it is not told at all.
        }
      }
    },
    failed(error: unknown): void {
      try {
        ticket.failed(error);
      } catch (fault) {
        report("looking at a failure", fault);
      }
    },
  };
}

/** A call of such a client that is being watched. */
class Ticket {
  readonly inside = { ...current(), isInside: true };
  private exchange: Exchange | undefined;
  private hidesUsage = false;

  private constructor(
    private readonly client: Client,
    private readonly mark: Mark,
  ) {}

  /** For a call that begins now; none for the retries of one, and while the SDK is off. */
  static of(client: Client): Ticket | undefined {
    if (current().isInside) return undefined;
    const mark = runtime.mark();
    return mark === undefined ? undefined : new Ticket(client, mark);
  }

  /** What is asked for is known. What to ask for in its place: the same, or a stream that tells its usage. */
  asked(options: Options): Options {
    const api = apiIn(APIS, String(options.path));
    if (api === undefined || String(options.method).toLowerCase() !== "post") return options;
    const { provider, version } = whoseApi(this.client);
    const request = requestOf(options.body);
    this.exchange = new Exchange(this.mark, provider, api, request);
    this.exchange.isStreaming = Boolean(request.stream);
    const streamOptions = askForUsage(provider, request, version);
    if (streamOptions === undefined) return options;
    this.hidesUsage = true;
    return { ...options, body: { ...request, stream_options: streamOptions } };
  }

  /** There is a response, whose body nobody has read yet. */
  returned(props: { response?: Response }): void {
    if (this.exchange === undefined) return;
    if (props.response === undefined) this.exchange.lost();
    else watchResponse(props.response, this.exchange, this.hidesUsage);
  }

  /** Ours failed over the response. What only we asked for stays hidden even then. */
  lost({ response }: { response?: Response }): void {
    if (this.hidesUsage && response !== undefined) hideUsage(response);
    this.exchange?.lost();
  }

  /** The call failed, after all its retries. */
  failed(error: unknown): void {
    this.exchange?.failed(error);
  }
}

/** What is asked for, by name: the members of a JSON object, or the texts of a form. */
function requestOf(body: unknown): Growing {
  if (!(body instanceof FormData)) return isObject(body) ? body : {};
  return Object.fromEntries([...body].filter(([, value]) => typeof value === "string"));
}

/** The provider of a client, and the version of Azure's API that it asks for. */
function whoseApi(client: Client): { provider: string; version: string } {
  const name = client.constructor?.name ?? "";
  const spoken = "messages" in client && !("responses" in client) ? "anthropic" : "openai";
  const cloud = CLOUDS.find(([part]) => name.includes(part))?.[1];
  // Azure's addresses without a version are those of its newest API.
  const newest = String(client.baseURL).includes("/openai/v1") ? "v1" : "";
  return {
    provider: providerOf(client.baseURL, cloud ?? spoken),
    version: typeof client.apiVersion === "string" && client.apiVersion ? client.apiVersion : newest,
  };
}

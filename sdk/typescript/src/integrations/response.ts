/**
 * Watching a response of `fetch` while the provider's package, or the application, reads it.
 *
 * Whoever has it keeps the very object that they would have had. Only the functions that read this one response are
 * shadowed by functions of its own, and its body by one that hands on what comes.
 */
import { report } from "../guard.js";
import type { Exchange } from "./exchange.js";
import { bare, sifted, siftIterated, withoutUsage } from "./hide.js";
import { type Head, Meter } from "./meter.js";
import { sift } from "./sse.js";
import { type Watcher, watchIterable, watchStream } from "./stream.js";

const NONE = Buffer.alloc(0);

// Responses that are dropped, neither read nor closed. They count as calls that were cancelled.
const dropped = new FinalizationRegistry<Meter>((meter) => quietly(() => meter.end("cancelled")));

/** Counts an exchange by its response when that has been read. `hidesUsage` takes out what only we asked for. */
export function watchResponse(response: Response, exchange: Exchange, hidesUsage = false): void {
  const meter = new Meter(exchange, headOf(response));
  exchange.isStreaming = meter.isStream;
  if (response.body === null || response.body === undefined) {
    meter.end();
    return;
  }
  shadow(response, exchange, meter, hidesUsage);
  dropped.register(response, meter);
}

/** Without the response itself: what is registered to be told of its end must not keep it. */
function headOf(response: Response): Head {
  return { status: response.status, headers: response.headers };
}

function shadow(response: Response, exchange: Exchange, meter: Meter, hidesUsage: boolean): void {
  const own = (name: string, value: unknown) =>
    Object.defineProperty(response, name, { value, configurable: true, writable: true });
  const reading = <T>(name: string, read: unknown, tell: (value: T) => void, isHidden = hidesUsage) => {
    if (typeof read === "function")
      own(name, reader(read as () => Promise<T>, response, meter, tell, isHidden));
  };
  reading("json", response.json, (value) => meter.parsed(value), false);
  reading<string>("text", response.text, (value) => meter.whole(Buffer.from(value)));
  reading<Uint8Array>("bytes", (response as { bytes?: unknown }).bytes, (value) => meter.whole(value));
  reading<ArrayBuffer>("arrayBuffer", response.arrayBuffer, (value) => meter.whole(new Uint8Array(value)));
  // What is in these only their reader can tell.
  reading("blob", response.blob, () => meter.end());
  reading("formData", response.formData, () => meter.end(), false);
  const { clone: native } = response;
  own("clone", function clone() {
    const copy = native.call(response);
    // Whichever of the two is read to its end first tells; the other one's end is none.
    quietly(() => shadow(copy, exchange, new Meter(exchange, headOf(copy)), hidesUsage));
    return copy;
  });
  Object.defineProperty(response, "body", {
    configurable: true,
    get: bodyOf(response, meter, hidesUsage),
  });
}

/** A function that reads the whole body, and tells what it read. */
function reader<T>(
  read: () => Promise<T>,
  response: Response,
  meter: Meter,
  tell: (value: T) => void,
  isHidden: boolean,
): () => Promise<T> {
  return () =>
    read.call(response).then(
      (value) => {
        quietly(() => tell(value));
        return isHidden ? (bare(value) as Promise<T>) : value;
      },
      (error) => {
        quietly(() => meter.failed(error));
        throw error;
      },
    );
}

/** The body, made when it is asked for first: a body that is locked could not be read by the other functions. */
function bodyOf(response: Response, meter: Meter, hidesUsage: boolean): () => unknown {
  const { get, value } = described(response);
  let native: unknown;
  let made: ReadableStream<Uint8Array> | undefined;
  return function body() {
    // A clone leaves another stream in its place, and the one before it locked.
    const now: unknown = get === undefined ? value : get.call(response);
    if (now === native) return made ?? now;
    native = now;
    made = undefined;
    try {
      // Bodies of packages that bring a `fetch` of their own may be of another kind.
      if (!(now instanceof ReadableStream)) {
        if (isIterable(now)) watchIterable(now, watcher(response, meter, hidesUsage));
        return now;
      }
      made = watchStream<Uint8Array>(now, watcher(response, meter, hidesUsage), true);
    } catch (error) {
      report("reading an answer", error);
      if (!(now instanceof ReadableStream)) {
        if (hidesUsage) siftIterated(now);
        return now;
      }
      made = hidesUsage ? sifted(now) : now;
    }
    return made;
  };
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return (
    typeof (body as Partial<AsyncIterable<unknown>> | null | undefined)?.[Symbol.asyncIterator] === "function"
  );
}

/** How a response has its body: mostly by its prototype. */
function described(response: Response): PropertyDescriptor {
  for (let holder: object | null = response; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const found = Object.getOwnPropertyDescriptor(holder, "body");
    if (found !== undefined) return found;
  }
  return { value: response.body };
}

/** It holds the response, which is not dropped as long as somebody reads its body. */
function watcher(
  response: Response,
  meter: Meter,
  hidesUsage: boolean,
): Watcher<Uint8Array> & { response: Response } {
  let held: Buffer = NONE;
  return {
    response,
    chunk(chunk) {
      quietly(
        () => meter.feed(chunk),
        () => meter.lost(),
      );
      if (!hidesUsage) return chunk;
      const { passed, rest } = sift(Buffer.concat([held, chunk]));
      held = rest;
      return passed;
    },
    rest: () => held,
    instead(chunk) {
      if (!hidesUsage) return chunk;
      const whole = Buffer.concat([held, chunk ?? NONE]);
      held = NONE;
      return withoutUsage(whole);
    },
    ended: (error) => quietly(() => (error === undefined ? meter.end() : meter.failed(error))),
    cancelled: () => quietly(() => meter.end("cancelled")),
  };
}

function quietly(body: () => unknown, otherwise?: () => unknown): void {
  try {
    body();
  } catch (error) {
    report("reading an answer", error);
    if (otherwise !== undefined) quietly(otherwise);
  }
}

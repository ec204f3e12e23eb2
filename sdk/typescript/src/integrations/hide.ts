/**
 * Taking the chunk out of a chat stream that exists only because usage was asked for, where it is not read as a stream:
 * an application that did not ask does not expect a chunk without choices. And the crude way to do so, for when the good
 * one has failed.
 */
import { report } from "../guard.js";
import { sift } from "./sse.js";

const USAGE_ALONE = /^data:[^\n]*"choices": ?\[\][^\n]*"usage": ?\{[^\n]*\r?\n\r?\n/gm;

// Functions of a response that give its whole body.
const WHOLE = ["text", "bytes", "arrayBuffer", "blob"];

/** Bytes without such a chunk, if they hold all of it. */
export function withoutUsage(bytes: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString("latin1").replace(USAGE_ALONE, ""), "latin1");
}

/** A whole body in the form in which it was asked for, without such a chunk. */
export async function bare(body: unknown): Promise<unknown> {
  try {
    if (typeof body === "string") return passed(Buffer.from(body)).toString();
    if (body instanceof Blob) {
      const bytes = passed(Buffer.from(await body.arrayBuffer()));
      return new Blob([new Uint8Array(bytes)], { type: body.type });
    }
    const bytes = new Uint8Array(passed(Buffer.from(body as ArrayBuffer)));
    return body instanceof ArrayBuffer ? bytes.buffer : bytes;
  } catch (error) {
    report("reading an answer", error);
    return body;
  }
}

function passed(bytes: Buffer): Buffer {
  try {
    const { passed, rest } = sift(bytes);
    return Buffer.concat([passed, rest]);
  } catch {
    return Buffer.from(withoutUsage(bytes));
  }
}

/** A stream without such a chunk. */
export function sifted(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  return stream.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        controller.enqueue(new Uint8Array(withoutUsage(chunk)));
      },
    }),
  );
}

/** Has a body that is no stream of the web be iterated so. */
export function siftIterated(body: unknown): void {
  const source = body as Partial<AsyncIterable<Uint8Array>>;
  const iterate = source[Symbol.asyncIterator]?.bind(source);
  if (iterate === undefined) return;
  own(source, Symbol.asyncIterator, async function* sifting() {
    for await (const chunk of { [Symbol.asyncIterator]: iterate }) yield withoutUsage(chunk);
  });
}

/** Has a response give its body so. */
export function hideUsage(response: Response): void {
  for (const name of WHOLE) {
    const read = (response as unknown as Record<string, unknown>)[name];
    if (typeof read === "function") own(response, name, () => read.call(response).then(bare));
  }
  const isForeign = !(response instanceof Response);
  const getter = Object.getOwnPropertyDescriptor(Response.prototype, "body")?.get;
  const native: unknown = isForeign ? (response as { body: unknown }).body : getter?.call(response);
  if (native === null || native === undefined) return;
  if (!(native instanceof ReadableStream)) {
    siftIterated(native);
    return;
  }
  let made: ReadableStream<Uint8Array> | undefined;
  Object.defineProperty(response, "body", {
    configurable: true,
    get() {
      made ??= sifted(native);
      return made;
    },
  });
}

function own(object: object, name: string | symbol, value: unknown): void {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}

/**
 * Taking the chunk out of a chat stream that exists only because usage was asked for, where it is not read as a stream:
 * an application that did not ask does not expect a chunk without choices. And the crude way to do so, for when the good
 * one has failed.
 */
import { report } from "../guard.js";
import { sift } from "./sse.js";

const USAGE_ALONE = /^data:[^\n]*"choices": ?\[\][^\n]*"usage": ?\{[^\n]*\r?\n\r?\n/gm;

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

/** Has a response give its body so. */
export function hideUsage(response: Response): void {
  const native = Object.getOwnPropertyDescriptor(Response.prototype, "body")?.get?.call(response);
  if (native === null || native === undefined) return;
  let made: ReadableStream<Uint8Array> | undefined;
  Object.defineProperty(response, "body", {
    configurable: true,
    enumerable: true,
    get() {
      made ??= sifted(native);
      return made;
    },
  });
}

/**
 * The crude way to take the chunk out of a chat stream that exists only because usage was asked for, for when the good
 * one has failed: an application that did not ask does not expect a chunk without choices.
 */

const USAGE_ALONE = /^data:[^\n]*"choices": ?\[\][^\n]*"usage": ?\{[^\n]*\r?\n\r?\n/gm;

/** Bytes without such a chunk, if they hold all of it. */
export function withoutUsage(bytes: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString("latin1").replace(USAGE_ALONE, ""), "latin1");
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

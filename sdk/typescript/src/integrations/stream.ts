/** A stream that hands on another one, piece by piece as it is read, and tells of each piece and of the end. */

/** Is told what passes. None of its functions may throw, but for `chunk` and `rest`, whose fault passes the piece on. */
export interface Watcher<T> {
  /** A piece: what to hand on in its place. */
  chunk(chunk: T): T;
  /** What is handed on after the last piece. */
  rest?(): T | undefined;
  /** The stream came to its end, or failed. */
  ended(error?: unknown): void;
  /** Its reader left. */
  cancelled(): void;
}

/** The stream to read in place of `source`. `isBytes` keeps it a stream of bytes, as `fetch` gives it. */
export function watchStream<T>(source: ReadableStream<T>, watcher: Watcher<T>, isBytes = false): ReadableStream<T> {
  let reader: ReadableStreamDefaultReader<T> | undefined;
  const pull = async (controller: ReadableStreamDefaultController<T>): Promise<void> => {
    // The source is locked with the first read, not before: until then it can be read by other means.
    reader ??= source.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        const next = done ? attempt(() => watcher.rest?.(), undefined) : attempt(() => watcher.chunk(value), value);
        if (!isEmpty(next)) controller.enqueue(owned(next) as T);
        if (done) {
          watcher.ended();
          close(controller);
          return;
        }
        if (!isEmpty(next)) return;
      }
    } catch (error) {
      watcher.ended(error);
      throw error;
    }
  };
  const cancel = (reason: unknown): Promise<void> => {
    watcher.cancelled();
    return (reader ?? source).cancel(reason);
  };
  // The type of the queue's strategy differs between the two kinds of streams; nothing is read ahead in either.
  if (isBytes) return new ReadableStream({ type: "bytes", pull, cancel } as unknown as UnderlyingDefaultSource<T>);
  return new ReadableStream<T>({ pull, cancel }, { highWaterMark: 0 });
}

/** A reader that brought its own memory is told of the end, too. */
function close<T>(controller: ReadableStreamDefaultController<T>): void {
  controller.close();
  (controller as unknown as ReadableByteStreamController).byobRequest?.respond(0);
}

/** A stream of bytes takes the memory of what it is given, which may be shared with others. */
function owned(piece: unknown): unknown {
  return piece instanceof Uint8Array ? new Uint8Array(piece) : piece;
}

function isEmpty(piece: unknown): boolean {
  return piece === undefined || (piece instanceof Uint8Array && piece.length === 0);
}

function attempt<T>(body: () => T, otherwise: T): T {
  try {
    return body();
  } catch {
    return otherwise;
  }
}

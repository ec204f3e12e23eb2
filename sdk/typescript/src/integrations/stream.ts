/** A stream that hands on another one, piece by piece as it is read, and tells of each piece and of the end. */

/** Is told what passes. What fails in it changes nothing for whoever reads. */
export interface Watcher<T> {
  /** A piece: what to hand on in its place. */
  chunk(chunk: T): T | undefined;
  /** What is handed on after the last piece. */
  rest?(): T | undefined;
  /** What is handed on where `chunk` or `rest` has failed. */
  instead?(chunk: T | undefined): T | undefined;
  /** The stream came to its end, or failed. */
  ended(error?: unknown): void;
  /** Its reader left. */
  cancelled(): void;
}

/** The stream to read in place of `source`. `isBytes` keeps it a stream of bytes, as `fetch` gives it. */
export function watchStream<T>(
  source: ReadableStream<T>,
  watcher: Watcher<T>,
  isBytes = false,
): ReadableStream<T> {
  let reader: ReadableStreamDefaultReader<T> | undefined;
  const pull = async (controller: ReadableStreamDefaultController<T>): Promise<void> => {
    // The source is locked with the first read, not before: until then it can be read by other means.
    reader ??= source.getReader();
    for (;;) {
      let piece: ReadableStreamReadResult<T>;
      try {
        piece = await reader.read();
      } catch (error) {
        attempt(() => watcher.ended(error));
        throw error;
      }
      const { done, value } = piece;
      const next = handedOn(watcher, done, value);
      if (next !== undefined) controller.enqueue(next);
      if (done) {
        attempt(() => watcher.ended());
        controller.close();
        // A reader that brought its own memory is told of the end, too.
        (controller as unknown as ReadableByteStreamController).byobRequest?.respond(0);
      }
      if (done || next !== undefined) return;
    }
  };
  const cancel = (reason: unknown): Promise<void> => {
    attempt(() => watcher.cancelled());
    return (reader ?? source).cancel(reason);
  };
  // The type of the queue's strategy differs between the two kinds of streams; nothing is read ahead in either.
  if (isBytes)
    return new ReadableStream({ type: "bytes", pull, cancel } as unknown as UnderlyingDefaultSource<T>);
  return new ReadableStream<T>({ pull, cancel }, { highWaterMark: 0 });
}

/** Watches what is no stream of the web but can be iterated, as those of Node.js: whoever does so gets what is handed on. */
export function watchIterable<T>(source: AsyncIterable<T>, watcher: Watcher<T>): void {
  const iterate = source[Symbol.asyncIterator];
  const value = async function* watched(): AsyncGenerator<T> {
    let isOver = false;
    try {
      for await (const piece of { [Symbol.asyncIterator]: iterate.bind(source) }) {
        const next = handedOn(watcher, false, piece);
        if (next !== undefined) yield next;
      }
      isOver = true;
      const rest = handedOn(watcher, true, undefined);
      attempt(() => watcher.ended());
      if (rest !== undefined) yield rest;
    } catch (error) {
      isOver = true;
      attempt(() => watcher.ended(error));
      throw error;
    } finally {
      if (!isOver) attempt(() => watcher.cancelled());
    }
  };
  Object.defineProperty(source, Symbol.asyncIterator, { value, configurable: true, writable: true });
}

/** What to hand on of what came; nothing where nothing is left of it. */
function handedOn<T>(watcher: Watcher<T>, done: boolean, value: T | undefined): T | undefined {
  let next: T | undefined;
  try {
    next = done ? watcher.rest?.() : watcher.chunk(value as T);
  } catch {
    next = attempt(() => (watcher.instead === undefined ? value : watcher.instead(value)), value);
  }
  if (!(next instanceof Uint8Array)) return next;
  // A stream of bytes takes the memory of what it is given, which may be shared with others; it takes nothing empty.
  return next.length === 0 ? undefined : (new Uint8Array(next) as T);
}

function attempt<T>(body: () => T, otherwise?: T): T | undefined {
  try {
    return body();
  } catch {
    return otherwise;
  }
}

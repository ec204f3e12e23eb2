/** When work is over that was handed out as a promise or a generator, and where it goes on until then. */

/** What is to be told when the work is over: with the error that it ended with, or without. */
export type End = (error?: unknown) => void;

/** Runs a function in the context of the work. */
export type Enter = <R>(body: () => R) => R;

type Step = (...args: unknown[]) => unknown;

/**
 * Tells the end of what a function returned: of a promise when it settles, of a generator when it ends or is left, of
 * anything else now. What is handed on behaves as what came in. `isFresh` says that nobody else can have it yet.
 */
export function follow<T>(result: T, end: End, enter: Enter, isFresh = false): T {
  if (typeof result !== "object" || result === null) {
    end();
    return result;
  }
  if (Object.getPrototypeOf(result) === Promise.prototype) {
    const promise = result as T & Promise<unknown>;
    if (isFresh) return settled(promise, end) as T;
    // Another promise in its place would be a rejection of nobody's where its owner handles this one.
    promise.then(end.bind(undefined, undefined), end);
    return result;
  }
  if (typeof (result as { then?: unknown }).then === "function") {
    lazily(result as T & PromiseLike<unknown>, end);
  } else if (isGenerator(result)) {
    generating(result as T & Record<string, Step>, end, enter);
  } else {
    end();
  }
  return result;
}

/** Has a generator take its steps in the context in which it was made. Anything else goes on there by itself. */
export function goOn<T>(result: T, enter: Enter): T {
  if (typeof result === "object" && result !== null && isGenerator(result)) {
    generating(result as T & Record<string, Step>, undefined, enter);
  }
  return result;
}

/** A promise in place of a fresh one. A handler of ours beside the caller's would hide a rejection of nobody's. */
function settled(promise: Promise<unknown>, end: End): Promise<unknown> {
  return promise.then(
    (value) => {
      end();
      return value;
    },
    (error) => {
      end(error);
      throw error;
    },
  );
}

// Other ways to await such a promise. Providers' packages have some of their own.
const OTHERS = ["catch", "finally", "asResponse", "withResponse"];

/**
 * Providers' packages and database clients have promises of their own kinds, some of which begin to work when they are
 * awaited, once for each time. So nobody awaits them here: it is watched that somebody does.
 */
function lazily(promise: PromiseLike<unknown>, end: End): void {
  const then = promise.then.bind(promise) as (...args: unknown[]) => unknown;
  const watched = (fulfilled?: unknown, rejected?: unknown): unknown =>
    then(
      (value: unknown) => {
        end();
        return typeof fulfilled === "function" ? fulfilled(value) : value;
      },
      (error: unknown) => {
        end(error);
        if (typeof rejected === "function") return rejected(error);
        throw error;
      },
    );
  const own = (name: string, value: Step) =>
    Object.defineProperty(promise, name, { value, configurable: true, writable: true });
  own("then", watched);
  for (const name of OTHERS) {
    const original = (promise as unknown as Record<string, unknown>)[name];
    if (typeof original !== "function") continue;
    own(name, (...args) => {
      if (name === "catch" && args.length === 1) return watched(undefined, args[0]);
      const result: unknown = original.apply(promise, args);
      try {
        return settled(result as Promise<unknown>, end);
      } catch {
        // It is no promise.
        return result;
      }
    });
  }
}

function isGenerator(value: object): boolean {
  const kind = Object.prototype.toString.call(value);
  return kind === "[object Generator]" || kind === "[object AsyncGenerator]";
}

/** Each step of a generator runs in the context in which it was made, not in its reader's. */
function generating(generator: Record<string, Step>, end: End | undefined, enter: Enter): void {
  for (const name of ["next", "return", "throw"]) {
    const original = generator[name];
    if (original === undefined) continue;
    const watched: Step = (...args) => {
      let step: unknown;
      try {
        step = enter(() => original.apply(generator, args));
      } catch (error) {
        end?.(error);
        throw error;
      }
      if (!(step instanceof Promise)) {
        if ((step as IteratorResult<unknown>).done) end?.();
        return step;
      }
      return step.then(
        (next: IteratorResult<unknown>) => {
          if (next.done) end?.();
          return next;
        },
        (error) => {
          end?.(error);
          throw error;
        },
      );
    };
    Object.defineProperty(generator, name, { value: watched, configurable: true, writable: true });
  }
}

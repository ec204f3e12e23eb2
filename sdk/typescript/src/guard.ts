/**
 * Our own failures stay ours.
 *
 * Everything that runs inside a user's call is behind one of two walls: functions that `guarded` made log and swallow,
 * and the shells around them (scopes, `wrap`, the middlewares, the streams) swallow once more with a bare `catch {}`,
 * in case the first wall is what broke.
 */
import { warnOnce } from "./log.js";

/** A function that answers `undefined` where it would have thrown. */
export function guarded<A extends unknown[], R>(
  where: string,
  body: (...args: A) => R,
): (...args: A) => R | undefined {
  return (...args) => {
    try {
      return body(...args);
    } catch (error) {
      report(where, error);
      return undefined;
    }
  };
}

/** Says once for each place and type that something inside the SDK failed. */
export function report(where: string, error: unknown): void {
  try {
    const kind = kindOf(error);
    warnOnce(`${where}:${kind}`, `${where} failed (${kind}); the application is not affected`);
  } catch {
    // Nothing is left to be told, and nobody to tell it to.
  }
}

/** The type of an error, never its message, which may repeat a prompt or a key. */
export function kindOf(error: unknown): string {
  const name = error instanceof Error ? error.constructor?.name || error.name : typeof error;
  return typeof name === "string" ? name : "Error";
}

/**
 * What is known about the work in hand: customer, run, section … One immutable value, which `AsyncLocalStorage` hands
 * on to everything that the work starts, and to nothing else.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Settings } from "./config.js";
import { shared } from "./shared.js";

/** An open section. */
export interface Span {
  readonly name: string;
  readonly id: string;
}

/** What counts for what follows, in place of what the last `observe` of anybody said. */
export interface Binding {
  /** All of it: what a tenant wants to have recorded, and how, is no more another's than its key is. Without any, nothing is recorded. */
  readonly settings: Settings | undefined;
  /** The era of the `observe` that said so: it ends with a shutdown. What a scope says holds as long as the scope. */
  readonly era?: number;
}

/** Everything that an event takes from its surroundings. */
export interface Context {
  readonly customerId?: string | undefined;
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly runId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly spans: readonly Span[];
  readonly tags: readonly (readonly [string, string])[];
  readonly binding?: Binding | undefined;
  /** A call that is recorded already is under way: what it does inside is part of it. */
  readonly isInside?: boolean;
}

/** That of work of which nothing is known. */
export const EMPTY: Context = { spans: [], tags: [] };

const storage = shared("context", () => new AsyncLocalStorage<Context>());

/** The context of the work in hand. */
export function current(): Context {
  return storage.getStore() ?? EMPTY;
}

/** Sets members of the context for what follows in this work, leaving the others as they are. */
export function change(members: Partial<Context>): void {
  storage.enterWith({ ...current(), ...members });
}

/** Runs a function, and whatever it starts, in a context. */
export function within<T>(context: Context, body: () => T): T {
  return storage.run(context, body);
}

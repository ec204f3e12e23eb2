/** What the SDK tells the application's log. A repeated fault is told once: it must not fill a disk. */
import { shared } from "./shared.js";

/** Takes a line of the log, without its end. */
export type Logger = (message: string) => void;

// A cap, in case a key ever holds something that varies.
const MOST_KEYS = 1_000;

const state = shared("log", () => ({
  said: new Set<string>(),
  write: ((message) => console.warn(message)) as Logger,
}));

/** Sends what is said from here on to a function of the application's, or nowhere. */
export function setLogger(logger: Logger | null): void {
  state.write = logger ?? (() => {});
}

/** Says something every time. */
export function say(message: string): void {
  try {
    state.write(`llmobserve: ${message}`);
  } catch {
    // A log that cannot be written is nothing to tell of.
  }
}

/** Says something the first time that its key is seen in this process. */
export function warnOnce(key: string, message: string): void {
  if (state.said.has(key) || state.said.size >= MOST_KEYS) return;
  state.said.add(key);
  say(message);
}

/** Lets everything be said again, for tests. */
export function forget(): void {
  state.said.clear();
}

/** Prompts and completions, for applications that ask to have them recorded. Off unless `captureContent` is set. */
import type { Settings } from "./config.js";
import { report } from "./guard.js";
import { cut } from "./text.js";

/** Bytes that are kept of the input, and of the output. */
const MAX_CONTENT = 8 << 10;

// Characters of a streamed output that are kept for a hook that wants to see the whole of it.
const MAX_REDACTED = 1 << 20;

// The member that holds what was sent, and what came back, in the APIs that are known.
const INPUTS = ["messages", "input", "prompt", "contents", "content", "inputs", "texts", "text", "query"];
const OUTPUTS = ["choices", "output", "content", "candidates", "message", "text", "generations", "results"];

/** What one call said. */
export class Content {
  private input: string | undefined;
  private output: string[] = [];
  private room: number;

  constructor(private readonly settings: Settings) {
    this.room = settings.redact === undefined ? MAX_CONTENT : MAX_REDACTED;
  }

  /** Takes the input. */
  request(request: unknown): void {
    this.input = first(request, INPUTS);
  }

  /** Takes the output of an answer that came at once. */
  answer(answer: unknown): void {
    const text = first(answer, OUTPUTS);
    if (text !== undefined) this.output = [text];
  }

  /** Takes a piece of the output. */
  delta(text: string | undefined): void {
    if (!text || this.room <= 0) return;
    this.output.push(text);
    this.room -= text.length;
    // A hook that saw a part of a secret would not know it. Better none than that.
    if (this.room <= 0 && this.settings.redact !== undefined) this.output = [];
  }

  /** Metadata of the event: redacted first, then cut, so that a cut never hides a secret from the hook. */
  texts(): Record<string, string> {
    const kept: Record<string, string> = {};
    for (const [name, text] of Object.entries({ input: this.input, output: this.output.join("") })) {
      const safe = text ? this.redacted(text) : undefined;
      if (safe) kept[name] = cut(safe.toWellFormed().replaceAll("\0", ""), MAX_CONTENT);
    }
    return kept;
  }

  private redacted(text: string): string | undefined {
    const { redact } = this.settings;
    if (redact === undefined) return text;
    try {
      const safe = redact(text);
      return typeof safe === "string" ? safe : undefined;
    } catch (error) {
      // What could not be redacted is not recorded.
      report("the redact hook", error);
      return undefined;
    }
  }
}

function first(value: unknown, names: readonly string[]): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const name of names) {
    const found = (value as Record<string, unknown>)[name];
    if (found) return typeof found === "string" ? found : JSON.stringify(found);
  }
  return undefined;
}

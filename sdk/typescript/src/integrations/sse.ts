/** Server-sent events, and JSON lines, read from bytes as they come. */

// Characters of one event. A longer one is not read.
const MAX_BUFFER = 8 << 20;

/** Splits bytes into the data of events. */
export class Events {
  private readonly decoder = new TextDecoder();
  private buffer = "";
  private data: string[] = [];

  /** The data of the events that end with this chunk. */
  feed(chunk: Uint8Array): string[] {
    this.buffer += this.decoder.decode(chunk, { stream: true });
    if (this.buffer.length > MAX_BUFFER) this.buffer = "";
    if (!this.buffer.includes("\n")) return [];
    const lines = this.buffer.split("\n");
    this.buffer = lines.pop() ?? "";
    const found: string[] = [];
    for (const line of lines) {
      const data = this.line(line.endsWith("\r") ? line.slice(0, -1) : line);
      if (data !== undefined) found.push(data);
    }
    return found;
  }

  private line(line: string): string | undefined {
    if (line.startsWith("data:")) {
      this.data.push(line.slice(5).trim());
    } else if (line.trim() === "" && this.data.length > 0) {
      const data = this.data.join("\n");
      this.data = [];
      return data;
    } else if (line.startsWith("{")) {
      return line;
    }
    return undefined;
  }
}

/** Whether an event may tell of usage, an end or an error. Most are text, and are not parsed for nothing. */
export function isOfInterest(data: string, isFirst: boolean): boolean {
  if (isFirst || data.includes('"error"')) return true;
  // Google spells it `usageMetadata`.
  const at = data.indexOf('"usage');
  return at >= 0 && !/^"usage"\s*:\s*null/.test(data.slice(at, at + 16));
}

/** The JSON of a text, or nothing. */
export function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

const NONE = new Uint8Array(0);

/** Takes the one event out of a chat stream that exists only because usage was asked for: usage, and no choices. */
export class Sieve {
  private held: Buffer = Buffer.alloc(0);

  /** Of the next bytes of the stream, what to hand on now. An event that is incomplete is held until the rest comes. */
  pass(chunk: Uint8Array): Uint8Array {
    this.held = Buffer.concat([this.held, chunk]);
    const passed: Buffer[] = [];
    for (let end = endOfEvent(this.held); end > 0; end = endOfEvent(this.held)) {
      const event = this.held.subarray(0, end);
      if (!isUsageAlone(event)) passed.push(event);
      this.held = this.held.subarray(end);
    }
    return passed.length === 0 ? NONE : Buffer.concat(passed);
  }

  /** What is still held when the stream ends. */
  rest(): Uint8Array {
    const rest = this.held;
    this.held = Buffer.alloc(0);
    return rest;
  }
}

function endOfEvent(bytes: Buffer): number {
  const ends = ["\n\n", "\r\n\r\n"].map((mark) => [bytes.indexOf(mark), mark.length] as const);
  const found = ends.filter(([at]) => at >= 0).map(([at, size]) => at + size);
  return found.length === 0 ? -1 : Math.min(...found);
}

function isUsageAlone(event: Buffer): boolean {
  if (!event.includes('"usage"') || !event.subarray(0, 5).equals(Buffer.from("data:"))) return false;
  const { choices, usage } = (parse(event.subarray(5).toString()) ?? {}) as { choices?: unknown; usage?: unknown };
  return Array.isArray(choices) && choices.length === 0 && Boolean(usage);
}

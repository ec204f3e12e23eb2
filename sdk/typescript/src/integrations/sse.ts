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
  // Cohere's first version has no member for its usage.
  if (isFirst || data.includes('"error"') || data.includes('"billed_units"')) return true;
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

/**
 * Takes the one event out of the bytes of a chat stream that exists only because usage was asked for: usage, and no
 * choices. What to hand on, and the incomplete event at their end.
 */
export function sift(bytes: Buffer): { passed: Buffer; rest: Buffer } {
  const passed: Buffer[] = [];
  let rest = bytes;
  for (let end = endOfEvent(rest); end > 0; end = endOfEvent(rest)) {
    const event = rest.subarray(0, end);
    if (!isUsageAlone(event)) passed.push(event);
    rest = rest.subarray(end);
  }
  return { passed: Buffer.concat(passed), rest };
}

function endOfEvent(bytes: Buffer): number {
  const ends = ["\n\n", "\r\n\r\n"].map((mark) => [bytes.indexOf(mark), mark.length] as const);
  const found = ends.filter(([at]) => at >= 0).map(([at, size]) => at + size);
  return found.length === 0 ? -1 : Math.min(...found);
}

function isUsageAlone(event: Buffer): boolean {
  if (!event.includes('"usage"') || !event.subarray(0, 5).equals(Buffer.from("data:"))) return false;
  const { choices, usage } = (parse(event.subarray(5).toString()) ?? {}) as {
    choices?: unknown;
    usage?: unknown;
  };
  return Array.isArray(choices) && choices.length === 0 && Boolean(usage);
}

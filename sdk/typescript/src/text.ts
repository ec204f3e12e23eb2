/** Texts that the collector can keep: of bounded length, well-formed, without U+0000. */
import { createHash } from "node:crypto";

/** Longest id or name, in bytes. */
export const MAX_NAME = 256;

/** Longest section path or endpoint, in bytes. */
export const MAX_PATH = 1_024;

/**
 * A value as text of at most `limit` bytes; nothing for `null`, `undefined` and an empty text.
 *
 * A text that is too long keeps its beginning and gets a digest of the whole as its end: two customers whose ids begin
 * alike must not become one.
 */
export function fit(value: unknown, limit = MAX_NAME): string | undefined {
  if (value === null || value === undefined) return undefined;
  let text = (typeof value === "string" ? value : String(value)).toWellFormed();
  if (text.includes("\0")) text = text.replaceAll("\0", "");
  if (text.length * 3 > limit && Buffer.byteLength(text) > limit) {
    const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
    text = `${cut(text, limit - 17)}~${digest}`;
  }
  return text || undefined;
}

/** The longest beginning of a text that takes at most `limit` bytes. */
export function cut(text: string, limit: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  // Told that more will come, the decoder leaves out a character that is cut.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, limit), { stream: true });
}

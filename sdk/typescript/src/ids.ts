/** UUIDv7: ids that begin with their time, which is what a database index likes best. */
import { randomFillSync } from "node:crypto";

// Randomness is drawn for so many ids at once: asking for it costs more than all the rest.
const POOLED = 128;
const pool = new Uint8Array(POOLED * 10);
let next = pool.length;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** A new id (RFC 9562): 48 bits of milliseconds, then 74 bits from the operating system. */
export function uuid7(): string {
  if (next >= pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const random = pool.subarray(next, next + 10);
  next += 10;
  const byte = (at: number) => random[at] ?? 0;
  const hex = (value: number) => HEX[value & 0xff] ?? "";
  const time = Date.now().toString(16).padStart(12, "0");
  const version = hex(0x70 | (byte(0) & 0x0f)) + hex(byte(1));
  const variant = hex(0x80 | (byte(2) & 0x3f)) + hex(byte(3));
  let tail = "";
  for (let at = 4; at < 10; at += 1) tail += hex(byte(at));
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${tail}`;
}

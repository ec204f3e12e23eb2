/**
 * One instance for the process, though the package be loaded twice: as ES modules by the application and as CommonJS
 * by a package that it uses. Two queues would be two bounds, and two contexts would lose each other's customers.
 */
import { VERSION } from "./version.js";

/** What `make` made the first time, in whichever copy of this version that was. */
export function shared<T>(name: string, make: () => T): T {
  const place = globalThis as unknown as Record<symbol, T | undefined>;
  const key = Symbol.for(`llmobserve-collector-sdk@${VERSION}/${name}`);
  const there = place[key];
  if (there !== undefined) return there;
  const made = make();
  Object.defineProperty(place, key, { value: made });
  return made;
}

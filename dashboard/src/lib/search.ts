/**
 * What every page keeps in its URL, in the API's words. A page adds its own with `pageSearch`. What does not fit is dropped, so
 * that an old link still opens.
 */
import * as z from "zod/mini";
import { PRESETS } from "./time";

/** Dimensions that calls are filtered and broken down by. */
export const DIMENSIONS = [
  "customer",
  "provider",
  "model",
  "section",
  "section_path",
  "key",
  "status",
  "price_state",
  "environment",
  "user",
  "session",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The name under which values of a dimension are left out, as the API has it. */
export type Exclusion = `${Dimension}!`;

export const DIMENSION_NAMES: Record<Dimension, string> = {
  customer: "Customer",
  provider: "Provider",
  model: "Model",
  section: "Section",
  section_path: "Section path",
  key: "API key",
  status: "Status",
  price_state: "Price state",
  environment: "Environment",
  user: "User",
  session: "Session",
};

/** An optional part of a URL that is ignored where it does not fit. */
export function lenient<T extends z.core.SomeType>(schema: T) {
  return z.catch(z.optional(schema), undefined as never);
}

/** A list in a URL, whether it was given once or more. */
export const list = lenient(
  z.pipe(
    z.transform((value) => [value].flat()),
    z.array(z.string()),
  ),
);
const text = lenient(z.string());
const instant = lenient(z.string().check(z.refine((value) => !Number.isNaN(Date.parse(value)))));
const zone = lenient(z.string().check(z.refine(isZone)));
const filters = Object.fromEntries(DIMENSIONS.map((name) => [name, text])) as Record<Dimension, typeof text>;
const exclusions = Object.fromEntries(DIMENSIONS.map((name) => [`${name}!`, list])) as Record<
  Exclusion,
  typeof list
>;

const shared = {
  range: lenient(z.enum(PRESETS)),
  from: instant,
  to: instant,
  compare: lenient(z.enum(["previous", "none"])),
  compare_from: instant,
  compare_to: instant,
  time_zone: zone,
  tenant: text,
  ...filters,
  ...exclusions,
};

/** What all pages share. */
export const sharedSearch = z.object(shared);
export type SharedSearch = z.infer<typeof sharedSearch>;

/** The parts that stay when another page is opened. */
export const KEPT = [
  "range",
  "from",
  "to",
  "compare",
  "compare_from",
  "compare_to",
  "time_zone",
  "tenant",
] as const;

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** `?customer=acme&hide=a&hide=b` as an object; a name that is repeated is a list. Values stay text. */
export function parseSearch(query: string): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = result[name];
    result[name] = before === undefined ? value : [before, value].flat();
  }
  return result;
}

/** The other way round; `undefined` is left out, an empty text is not: it filters for calls without one. */
export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const each of [value].flat())
      if (each !== undefined && each !== null) query.append(name, String(each));
  }
  const text = query.toString();
  return text && `?${text}`;
}

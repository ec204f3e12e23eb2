/**
 * What every page keeps in its URL, in the API's words. A page adds its own with `pageSearch`. What does not fit is dropped, so
 * that an old link still opens.
 */
import * as z from "zod/mini";
import { PRESETS } from "./time";

/** Dimensions that calls of every tenant are filtered and broken down by. */
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
type Fixed = (typeof DIMENSIONS)[number];
/** A dimension that a tenant declared: `tag:feature`. */
export type Tag = `tag:${string}`;
export type Dimension = Fixed | Tag;

/** The name under which values of a dimension are left out, as the API has it. No tag's name ends so. */
export type Exclusion = `${Dimension}!`;

const NAMES: Record<Fixed, string> = {
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

/** What a dimension is called: `Customer`, `Tag: feature`. */
export function dimensionName(by: Dimension): string {
  return isTag(by) ? `Tag: ${tagName(by)}` : NAMES[by];
}

/** The same within a sentence, where a tag keeps its case: it is the tenant's own word. */
export function dimensionWord(by: Dimension): string {
  return isTag(by) ? by.replace(":", ": ") : NAMES[by].toLowerCase();
}

export function isTag(name: string): name is Tag {
  return name.startsWith("tag:") && name.length > 4;
}

/** `feature` of `tag:feature`. */
export function tagName(tag: Tag): string {
  return tag.slice(4);
}

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
const filters = Object.fromEntries(DIMENSIONS.map((name) => [name, text])) as Record<Fixed, typeof text>;
const exclusions = Object.fromEntries(DIMENSIONS.map((name) => [`${name}!`, list])) as Record<
  `${Fixed}!`,
  typeof list
>;

const fixed = z.object({
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
});

/** Filters by tags; which there are, the API knows. */
type TagFilters = Record<Tag, string | string[] | undefined>;
export type SharedSearch = z.infer<typeof fixed> & TagFilters;

/** What all pages share. */
export function sharedSearch(search: Record<string, unknown>): SharedSearch {
  const tags: TagFilters = {};
  for (const [name, value] of Object.entries(search)) {
    if (isTag(name)) tags[name] = name.endsWith("!") ? list.parse(value) : text.parse(value);
  }
  return { ...fixed.parse(search), ...tags };
}

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
  // The names of filters are left as people read them.
  const text = query.toString().replaceAll("tag%3A", "tag:").replaceAll("%21=", "!=");
  return text && `?${text}`;
}

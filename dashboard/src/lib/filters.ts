/** What calls are narrowed to, and what is left out of them: by the dimensions that all have and by declared tags. */
import { DIMENSIONS, type Dimension, isTag, type SharedSearch, type Tag } from "./search";

type Name = (typeof DIMENSIONS)[number];

export type Filters = Partial<Record<Name, string> & Record<`${Name}!`, string[]>> &
  Record<Tag, string | string[] | undefined>;

/** The filters of a URL. */
export function filtersOf(search: SharedSearch): Filters {
  const filters: Filters = {};
  for (const name of DIMENSIONS) {
    const only = search[name];
    const out = search[`${name}!`];
    // The API takes either: a value that alone is looked at leaves all others out.
    if (only !== undefined) filters[name] = only;
    else if (out?.length) filters[`${name}!`] = out;
  }
  for (const name of Object.keys(search).filter(isTag)) {
    const value = search[name];
    const beside = name.endsWith("!") && search[nameOf(name)] !== undefined;
    if (!beside && (value === "" || value?.length)) filters[name] = value;
  }
  return filters;
}

/** The tags that calls are narrowed by, either way. */
export function tagsOf(filters: Filters): Tag[] {
  return [...new Set(Object.keys(filters).filter(isTag).map(nameOf))];
}

/** The value of a dimension that alone is looked at; empty for calls without one. */
export function onlyOf(filters: Filters, by: Dimension): string | undefined {
  const only = filters[by];
  return typeof only === "string" ? only : undefined;
}

/** The values of a dimension that are left out. */
export function outOf(filters: Filters, by: Dimension): string[] {
  const out = filters[`${by}!`];
  return Array.isArray(out) ? out : [];
}

/** The tag itself of a filter that excludes. */
function nameOf(filter: Tag): Tag {
  return (filter.endsWith("!") ? filter.slice(0, -1) : filter) as Tag;
}

/** Settings as they are typed. */
const MOST_TAGS = 8;

/** Names one a line or with commas; a name that stands twice counts once. */
export function tagsOf(text: string): string[] | string {
  const names = [...new Set(text.split(/[\s,]+/).filter(Boolean))];
  return names.length > MOST_TAGS
    ? `At most ${MOST_TAGS} tags are dimensions; these are ${names.length}.`
    : names;
}

/** Days, `null` for ever, or what is wrong. */
export function daysOf(text: string | null): number | null | string {
  if (!text) return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : `"${text}" is not a number of days.`;
}

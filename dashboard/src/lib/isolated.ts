/** Letters and marks that turn the direction of text. */
const TURNS =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]|[\ud802\ud803\ud83a\ud83b]/;
const FIRST_STRONG = "\u2068";
const POP = "\u2069";

/**
 * A name within a sentence, so that it turns nothing around it: people call things anything. Where it stands in an element of
 * its own, the style sheet does the same.
 */
export function isolated(name: string): string {
  if (!TURNS.test(name)) return name;
  // One more for each end of an isolate that the name itself has.
  const depth = name.split(POP).length;
  return FIRST_STRONG.repeat(depth) + name + POP.repeat(depth);
}

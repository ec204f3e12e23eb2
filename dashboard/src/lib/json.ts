/** A string, a number or word, an empty container, or a mark of a JSON text. */
const PART = /"(?:[^"\\]|\\.)*"|[-\d.eE+]+|true|false|null|\{\s*\}|\[\s*\]|[{}[\],:]/g;

/** A JSON text on lines of its own, indented; every value keeps its digits and its escapes. */
export function indentJson(json: string): string {
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  return json.match(PART)?.map(placed).join("") ?? "";

  function placed(part: string): string {
    if (part === "{" || part === "[") {
      depth++;
      return part + line();
    }
    if (part === "}" || part === "]") {
      depth--;
      return line() + part;
    }
    if (part === ",") return part + line();
    if (part === ":") return ": ";
    return part;
  }
}

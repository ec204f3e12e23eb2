/** Labels as lines of `name=value`. */
export function textOf(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}

/** The labels of such lines, or what is wrong with them. */
export function labelsOf(text: string): Record<string, string> | string {
  const labels: Record<string, string> = {};
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (!line) continue;
    const [name = "", ...value] = line.split("=");
    if (!name.trim() || value.length === 0) return `"${line}" is not name=value.`;
    labels[name.trim()] = value.join("=").trim();
  }
  return labels;
}

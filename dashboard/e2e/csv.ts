/** Rows of a CSV text (RFC 4180) as objects by the names of its head. */
export function rowsOf(csv: string): Record<string, string>[] {
  const [head = [], ...rows] = cellsOf(csv);
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
}

/** A quoted cell, or a plain one, and what ends it. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;

/** Every cell of a CSV text, its head first. */
export function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < csv.length) {
    const at = CELL.lastIndex;
    const match = CELL.exec(csv);
    if (!match) throw new Error(`no cell at ${at}: ${csv.slice(at, at + 80)}`);
    const [, quoted, plain = "", end] = match;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "\r\n" && CELL.lastIndex < csv.length) rows.push([]);
  }
  return rows;
}

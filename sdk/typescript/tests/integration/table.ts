/**
 * The table of clients and styles in the documents, made of what the tests found.
 *
 *     table.js RESULTS (--check | --write) PAGE
 *
 * RESULTS is a file of run.js. --check fails where the page says something else.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Result } from "./check.js";

const BEGIN = "<!-- table: made by sdk/typescript/tests/integration/table.ts of what the tests found -->";
const END = "<!-- end of table -->";

/** For each client its styles, with a column for each version. */
function table(results: readonly Result[]): string {
  const lines: string[] = [];
  for (const client of new Set(results.map(([name]) => name))) {
    const own = results.filter(([name]) => name === client);
    const versions = [...new Set(own.map(([, version]) => version))];
    lines.push(`| \`${client}\` | ${versions.join(" | ")} |`, `|${"---|".repeat(versions.length + 1)}`);
    for (const style of new Set(own.map(([, , name]) => name))) {
      const found = versions.map(
        (version) => own.find((one) => one[1] === version && one[2] === style)?.[3] ?? "",
      );
      lines.push(`| ${style} | ${found.join(" | ")} |`);
    }
    lines.push("");
  }
  return lines.join("\n");
}

const options = { check: { type: "string" }, write: { type: "string" } } as const;
const { positionals, values } = parseArgs({ allowPositionals: true, options });
const page = values.check ?? values.write ?? "";
const text = readFileSync(page, "utf8");
const results = JSON.parse(readFileSync(positionals[0] ?? "", "utf8")) as Result[];
const [before = ""] = text.split(BEGIN);
const [, after = ""] = text.split(END);
const made = `${before}${BEGIN}\n\n${table(results)}\n${END}${after}`;
if (values.write !== undefined) {
  writeFileSync(page, made);
} else if (made !== text) {
  console.error(`${page} does not say what the tests found; table.js RESULTS --write ${page}`);
  process.exitCode = 1;
}

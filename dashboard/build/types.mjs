/**
 * Writes `src/api/schema.d.ts` from the API's description. An amount of money is a number in JSON whose digits a JavaScript
 * number would lose; the client reads it as text, so it is typed as text here, by the same rule (`src/api/exact.ts`).
 */
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { runnerImport } from "vite";

const { isMoney } = (await runnerImport("./src/api/exact.ts")).module;
const { factory } = ts;
const amount = factory.createTypeReferenceNode("Usd");
const nothing = factory.createLiteralTypeNode(factory.createNull());

// Operations share their ids across resources; without ids their types stand at their paths.
const document = JSON.parse(await readFile("../openapi.json", "utf8"), (key, value) =>
  key === "operationId" && typeof value === "string" ? undefined : value,
);
for (const schema of Object.values(document.components.schemas)) schema.allOf &&= schema.allOf.map(flattened);

const nodes = await openapiTS(document, {
  inject: 'import type { Usd } from "../lib/money";\n',
  transform(schema, { path }) {
    const name = path?.split("/").at(-1) ?? "";
    const types = [schema.type].flat();
    if (!isMoney(name) || !types.includes("number")) return undefined;
    return types.includes("null") ? factory.createUnionTypeNode([amount, nothing]) : amount;
  },
});
// A group's members of free names are its declared tags; any name at all could not stand beside those that are known.
const types = astToString(nodes).replace(
  "[key: string]: string | null",
  `[tag: \`tag:\${string}\`]: string | null`,
);
await writeFile("src/api/schema.d.ts", types);

/** "Nothing or sums" as a part of a whole: the whole is never `null` itself, and may lack the members of a comparison. */
function flattened(part) {
  const reference = part.oneOf?.find((each) => each.$ref)?.$ref;
  if (!reference) return part;
  const name = reference.split("/").at(-1);
  return name === "ChangeView" ? { ...document.components.schemas[name], required: [] } : { $ref: reference };
}

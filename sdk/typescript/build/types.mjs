/**
 * Writes `src/wire.gen.ts` from the API's description: the types of what an SDK sends, and of what it is answered.
 * Everything else that the API has is left out, as nobody here reads it.
 */
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const whole = JSON.parse(await readFile(new URL("../../../openapi.json", import.meta.url), "utf8"));
const schemas = whole.components.schemas;
const wanted = {};

function want(name) {
  if (name in wanted) return;
  wanted[name] = schemas[name];
  for (const [, next] of JSON.stringify(schemas[name]).matchAll(/"#\/components\/schemas\/(\w+)"/g))
    want(next);
}
for (const name of ["Event", "Receipt", "AllRejected"]) want(name);

const nodes = await openapiTS({
  openapi: whole.openapi,
  info: whole.info,
  paths: {},
  components: { schemas: wanted },
});
await writeFile(new URL("../src/wire.gen.ts", import.meta.url), astToString(nodes));

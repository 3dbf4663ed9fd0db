import { checkDocs } from "./shape/docs.ts";
import { checkFiles } from "./shape/files.ts";
import { checkGlobals } from "./shape/globals.ts";
import { checkImports } from "./shape/imports.ts";
import { checkPackageExports } from "./shape/package-exports.ts";
import { readSources } from "./shape/sources.ts";

const sources = readSources(["src", "runtimes"]);
const faults = [
  ...checkImports(sources),
  ...checkFiles([...sources, ...readSources(["test", "bench"])]),
  ...checkGlobals(sources),
  ...checkPackageExports(),
  ...checkDocs(),
];
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`shape: ${sources.length} source files, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

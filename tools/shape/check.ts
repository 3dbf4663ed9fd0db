import { checkDocs } from "./docs.ts";
import { checkGlobals } from "./globals.ts";
import { checkPackageExports } from "./package-exports.ts";
import { readSources } from "./sources.ts";

const sources = readSources(["src"]);
const faults = [...checkGlobals(sources), ...checkPackageExports(), ...checkDocs()];
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`shape: ${sources.length} source files, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

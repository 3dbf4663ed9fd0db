import { checkCodeNames } from "./code-names.ts";
import { checkDocstrings, checkMemberDocstrings } from "./docstrings.ts";
import { checkErrorCodes } from "./error-codes.ts";
import { checkGlobals } from "./globals.ts";
import { checkNamedTests } from "./named-tests.ts";
import { checkPackageExports } from "./package-exports.ts";
import { checkPageLinks } from "./page-links.ts";
import { readPublicApi } from "./public-api.ts";
import { checkRuntimeEntries } from "./runtime-entries.ts";
import { readSources } from "./sources.ts";
import { checkWallClock } from "./wall-clock.ts";

const sources = readSources(["src"]);
const api = readPublicApi();
const faults = [
  ...checkGlobals(sources),
  ...checkWallClock(sources),
  ...checkPackageExports(),
  ...checkDocstrings(api),
  ...checkMemberDocstrings(api),
  ...checkRuntimeEntries(api),
  ...checkErrorCodes(),
  ...checkCodeNames(api),
  ...checkNamedTests(),
  ...checkPageLinks(),
];
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`shape: ${sources.length} source files, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

import process from "node:process";
import { checkAddresses } from "./addresses.ts";
import { checkPins } from "./pins.ts";
import { checkVersions } from "./versions.ts";
import { checkWorkingTree } from "./working-tree.ts";

/** Refuses a release that would not be the commit, name no repository, or build on what may change. */
const faults = [...checkWorkingTree(), ...checkVersions(), ...checkAddresses(), ...checkPins()];
for (const fault of faults) process.stderr.write(`release: ${fault}\n`);
process.stdout.write(
  faults.length === 0 ? "release: ready\n" : `release: refused, ${faults.length} faults\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

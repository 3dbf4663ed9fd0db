import { ROOT } from "../../tools/manifest.ts";
import { faultOf, runProcess } from "../../tools/run-process.ts";
import { type Finding, finding } from "./report.ts";

const BIN = `${ROOT}/node_modules/.bin`;

/** Lets publint and attw check that the tarball holds every file that `package.json` names, for every ESM resolver. */
export async function checkManifest(tarball: string): Promise<Finding[]> {
  return [
    await finding("publint --strict", () => lint([`${BIN}/publint`, "run", tarball, "--strict"])),
    await finding("attw, esm-only", () =>
      lint([`${BIN}/attw`, tarball, "--profile", "esm-only", "--no-color"]),
    ),
  ];
}

async function lint(command: readonly string[]): Promise<string> {
  const outcome = await runProcess(command, { cwd: ROOT });
  const fault = faultOf(outcome);
  if (fault) throw new Error(`${outcome.stdout}${outcome.stderr}`.trim());
  return "no problem found";
}

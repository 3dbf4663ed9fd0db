import { execFile } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { linkInto } from "../../tools/install-package.ts";
import { isBuilt } from "../../tools/is-built.ts";
import { ROOT } from "../../tools/manifest.ts";
import { faultOf, runProcess } from "../../tools/run-process.ts";

/** The dependencies of podkey and of the examples, and of the check of their types. */
const DEPENDENCIES = ["aws4fetch", "jose", "valibot", "esbuild", "@types/node"];

/**
 * Lays out a folder as a user's project: the examples, the built package in `node_modules/podkey`, and its dependencies next
 * to it.
 */
export async function layOutUsersProject(project: string): Promise<void> {
  await cp(`${ROOT}/examples`, `${project}/examples`, { recursive: true });
  await linkInto(project, DEPENDENCIES);
  await cp(`${ROOT}/tsconfig.json`, `${project}/tsconfig.json`);
  await writeFile(
    `${project}/package.json`,
    JSON.stringify({ type: "module", dependencies: { podkey: "*" } }),
  );
}

/** Builds the package, unless it is newer than every source. Returns whether it built. */
export async function buildIfStale(): Promise<boolean> {
  if (isBuilt()) return false;
  await promisify(execFile)("npm", ["run", "build"], { cwd: ROOT });
  return true;
}

/** Checks the types of the examples against the built package: with tsc, and the Deno example with `deno check`. */
export async function checkTypes(project: string): Promise<string> {
  const bin = `${ROOT}/node_modules/.bin`;
  for (const command of [
    [`${bin}/tsc`, "-p", "examples/tsconfig.json"],
    [`${bin}/deno`, "check", "--quiet", "--no-lock", "examples/deno-service/service.ts"],
  ]) {
    const fault = faultOf(await runProcess(command, { cwd: project }));
    if (fault) throw new Error(fault);
  }
  return "tsc and deno check accept every example";
}

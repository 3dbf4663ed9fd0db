import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../../tools/manifest.ts";
import { faultOf, runProcess } from "../../tools/run-process.ts";
import { readSources } from "../../tools/shape/sources.ts";

/** What podkey and the examples depend on, and what checks their types. */
const DEPENDENCIES = ["aws4fetch", "jose", "valibot", "esbuild", "@types/node"];

/**
 * Lays out a temporary project as a user has it: the examples, the built package in `node_modules/podkey`, and its
 * dependencies beside it. The caller removes it.
 */
export async function makeUsersProject(): Promise<string> {
  const project = await mkdtemp(`${tmpdir()}/podkey-examples-`);
  const modules = `${project}/node_modules`;
  await cp(`${ROOT}/examples`, `${project}/examples`, { recursive: true });
  await cp(`${ROOT}/dist`, `${modules}/podkey/dist`, { recursive: true });
  await cp(`${ROOT}/package.json`, `${modules}/podkey/package.json`);
  await cp(`${ROOT}/tsconfig.json`, `${project}/tsconfig.json`);
  for (const name of DEPENDENCIES) {
    await mkdir(dirname(`${modules}/${name}`), { recursive: true });
    await symlink(`${ROOT}/node_modules/${name}`, `${modules}/${name}`);
  }
  await writeFile(
    `${project}/package.json`,
    JSON.stringify({ type: "module", dependencies: { podkey: "*" } }),
  );
  return project;
}

/** Builds the package, unless it is newer than every source. Answers whether it built. */
export async function buildIfStale(): Promise<boolean> {
  const changedAtMs = Math.max(
    ...readSources(["src", "runtimes"]).map(({ path }) => statSync(`${ROOT}/${path}`).mtimeMs),
  );
  const builtAtMs = await oldestEntryMs();
  if (builtAtMs > changedAtMs) return false;
  await promisify(execFile)("npm", ["run", "build"], { cwd: ROOT });
  return true;
}

async function oldestEntryMs(): Promise<number> {
  const names: string[] = await readdir(`${ROOT}/dist`).catch(() => []);
  const times = names.map((name) => statSync(`${ROOT}/dist/${name}`).mtimeMs);
  return names.includes("index.d.ts") ? Math.min(...times) : 0;
}

/** Checks the types of the examples against those of the built package; Deno's own checker takes its own example. */
export async function checkTypes(project: string): Promise<string> {
  const bin = `${ROOT}/node_modules/.bin`;
  for (const command of [
    [`${bin}/tsc`, "-p", "examples/tsconfig.json"],
    [`${bin}/deno`, "check", "--quiet", "--no-lock", "examples/deno-service/service.ts"],
  ]) {
    const fault = faultOf(await runProcess(command, { cwd: project }));
    if (fault) throw new Error(fault);
  }
  return "tsc and deno check agree with the types of the package";
}

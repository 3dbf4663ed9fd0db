import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ROOT } from "./manifest.ts";
import { faultOf, runProcess } from "./run-process.ts";

/** A packed tarball. */
export interface Tarball {
  /** Path of the tarball. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly unpackedBytes: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** Packs the project with its built `dist/` into a folder. Throws if `dist/` is missing. */
export async function packInto(folder: string): Promise<Tarball> {
  const command = ["npm", "pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [report] = JSON.parse(await textOf(command, ROOT)) as PackReport[];
  if (!report) throw new Error("npm pack reported nothing");
  const { filename, size, unpackedSize, files } = report;
  if (!files.some(({ path }) => path === "dist/index.js"))
    throw new Error("the tarball holds no dist/index.js: run `npm run build` first");
  return { path: `${folder}/${filename}`, sizeBytes: size, unpackedBytes: unpackedSize, files };
}

/** Makes a project in a folder and installs packages in it: `name@version`, or the path of a tarball. */
export async function installInto(folder: string, packages: readonly string[]): Promise<void> {
  await writeFile(
    `${folder}/package.json`,
    JSON.stringify({ name: "consumer", private: true, type: "module" }),
  );
  const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", "--loglevel", "error"];
  await textOf(["npm", "install", ...flags, ...packages], folder);
}

/**
 * Lays out a folder as if the built package had been installed in it, without asking npm. Each of `packages`, a name or a scope,
 * becomes a link to the project's own copy.
 */
export async function linkInto(folder: string, packages: readonly string[]): Promise<void> {
  const modules = `${folder}/node_modules`;
  await cp(`${ROOT}/dist`, `${modules}/podkey/dist`, { recursive: true });
  await cp(`${ROOT}/package.json`, `${modules}/podkey/package.json`);
  for (const name of packages) {
    await mkdir(dirname(`${modules}/${name}`), { recursive: true });
    await symlink(`${ROOT}/node_modules/${name}`, `${modules}/${name}`);
  }
}

async function textOf(command: readonly string[], cwd: string): Promise<string> {
  const outcome = await runProcess(command, { cwd, timeoutMs: 300_000 });
  const fault = faultOf(outcome);
  if (fault) throw new Error(`${command.slice(0, 2).join(" ")}: ${fault}`);
  return outcome.stdout;
}

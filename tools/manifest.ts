import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The top folder of the project. */
export const ROOT: string = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** The part of `package.json` that the checks read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Reads `package.json`. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(`${ROOT}/package.json`, "utf8"));
}

/** Returns the exported subpaths that hold code, for example `.` and `./eks`. */
export function codeSubpaths({ exports }: Manifest): string[] {
  return Object.keys(exports).filter((subpath) => subpath !== "./package.json");
}

/** Returns the import specifier of a subpath, for example `podkey/eks`. */
export function specifierOf(subpath: string): string {
  return `podkey${subpath.slice(1)}`;
}

/** Returns the name of a subpath's built file, for example `index` or `eks-auth`. */
export function entryName(subpath: string): string {
  return subpath === "." ? "index" : subpath.slice(2);
}

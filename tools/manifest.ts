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

/** Reads the manifest. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(`${ROOT}/package.json`, "utf8"));
}

/** The subpaths that hold code, as `.` and `./eks`. */
export function codeSubpaths({ exports }: Manifest): string[] {
  return Object.keys(exports).filter((subpath) => subpath !== "./package.json");
}

/** What a user writes to import a subpath, as `podkey/eks`. */
export function specifierOf(subpath: string): string {
  return `podkey${subpath.slice(1)}`;
}

/** A file name for a subpath, as `index` and `eks-auth`. */
export function entryName(subpath: string): string {
  return subpath === "." ? "index" : subpath.slice(2);
}

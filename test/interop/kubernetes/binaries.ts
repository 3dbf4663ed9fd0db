import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** A program that is built from a Go module in this folder. */
interface Program {
  readonly name: string;
  readonly module: string;
  readonly ldflags: string;
}

const VERSION = ["v1.36.3", "1", "36"] as const;
const LDFLAGS = ["gitVersion", "gitMajor", "gitMinor"]
  .map((name, index) => `-X k8s.io/component-base/version.${name}=${VERSION[index]}`)
  .join(" ");

const API_SERVER: Program = { name: "kube-apiserver", module: "apiserver", ldflags: `-s -w ${LDFLAGS}` };
const ETCD: Program = { name: "etcd", module: "etcd", ldflags: "-s -w" };

/** The paths of the API server and of etcd in the user's cache. They exist once `buildKubernetes` has run. */
export const API_SERVER_PATH = pathOf(API_SERVER);
export const ETCD_PATH = pathOf(ETCD);

/** Builds the API server and etcd unless the cache has them: about four minutes the first time. Returns whether it could. */
export function buildKubernetes(): boolean {
  return [ETCD, API_SERVER].every((program) => existsSync(pathOf(program)) || build(program));
}

function build(program: Program): boolean {
  const path = pathOf(program);
  process.stdout.write(`interop: building ${program.name} into ${path}\n`);
  mkdirSync(join(path, ".."), { recursive: true });
  const partial = `${path}.${process.pid}`;
  const args = ["build", "-ldflags", program.ldflags, "-o", partial, "."];
  const { status } = spawnSync("go", args, {
    cwd: folderOf(program),
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status === 0) renameSync(partial, path);
  return status === 0;
}

/** Another version of the module has another path. */
function pathOf(program: Program): string {
  const hash = createHash("sha256").update(program.ldflags);
  for (const file of ["main.go", "go.mod", "go.sum"])
    hash.update(readFileSync(join(folderOf(program), file)));
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(cache, "podkey", `${program.name}-${hash.digest("hex").slice(0, 16)}`);
}

function folderOf({ module }: Program): string {
  return fileURLToPath(new URL(module, import.meta.url));
}

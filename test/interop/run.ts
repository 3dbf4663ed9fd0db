import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { buildKubernetes } from "./kubernetes/binaries.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));
const PYTHON = ".venv/bin/python";
const VITEST = ["node_modules/vitest/vitest.mjs", "run", "--project", "interop"];
const KUBECTL_TEST = "test/interop/kubectl.test.ts";
const KUBERNETES_TESTS = [
  "test/interop/agent/kubernetes.test.ts",
  "test/interop/emulator-kubernetes.test.ts",
];

preparePython();
const exclusions = [
  ...(prepareKubectl() ? [] : ["--exclude", KUBECTL_TEST]),
  ...(prepareKubernetes() ? [] : KUBERNETES_TESTS.flatMap((test) => ["--exclude", test])),
];
process.exitCode = run(process.execPath, [...VITEST, ...exclusions, ...process.argv.slice(2)]) ? 0 : 1;

/** Creates the virtual environment if it does not have the pinned versions. */
function preparePython(): void {
  if (hasPinnedPackages()) return;
  process.stdout.write("interop: installing boto3 into .venv\n");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS];
  if (run("python3", ["-m", "venv", "--clear", ".venv"]) && run(PYTHON, pip)) return;
  process.stderr.write("interop: needs python3 with venv and pip, and a package index that has boto3\n");
  process.exit(1);
}

function hasPinnedPackages(): boolean {
  const wanted = readFileSync(REQUIREMENTS, "utf8").trim().split("\n");
  const { status, stdout } = spawnSync(PYTHON, ["-m", "pip", "freeze"], { cwd: ROOT, encoding: "utf8" });
  const installed = new Set(status === 0 ? stdout.trim().split("\n") : []);
  return wanted.every((requirement) => installed.has(requirement));
}

/** Tells whether to run kubectl's tests. Exits if there is no kubectl and the caller did not leave it out by name. */
function prepareKubectl(): boolean {
  const { status } = spawnSync("kubectl", ["create", "token", "--help"], { stdio: "ignore" });
  if (status === 0) return true;
  if (process.env["PODKEY_WITHOUT_KUBECTL"] === "1") {
    process.stdout.write(`interop: PODKEY_WITHOUT_KUBECTL=1, so ${KUBECTL_TEST} does not run\n`);
    return false;
  }
  process.stderr.write(
    "interop: needs kubectl 1.24 or newer (Debian 13: kubernetes-client); to leave it out, set PODKEY_WITHOUT_KUBECTL=1\n",
  );
  process.exit(1);
}

/** Builds the API server, and tells whether to run its tests. Exits if it cannot and the caller did not leave it out by name. */
function prepareKubernetes(): boolean {
  if (process.env["PODKEY_WITHOUT_KUBERNETES"] === "1") {
    process.stdout.write(
      `interop: PODKEY_WITHOUT_KUBERNETES=1, so ${KUBERNETES_TESTS.join(" and ")} do not run\n`,
    );
    return false;
  }
  if (buildKubernetes()) return true;
  process.stderr.write(
    "interop: needs Go 1.26 and a module proxy to build an API server; to leave it out, set PODKEY_WITHOUT_KUBERNETES=1\n",
  );
  process.exit(1);
}

function run(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { cwd: ROOT, stdio: "inherit" }).status === 0;
}

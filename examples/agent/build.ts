/**
 * Makes single executables of `podkey`, which run without Node and `node_modules`: one with Bun, and one with Node's single
 * executable application if this is Node 25.5 or later. Pass a program of your own to use it instead: `node build.ts self-hosted.ts`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { argv, execPath, stdout, versions } from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const FOLDER = "dist-agent";
const [, , program = fileURLToPath(new URL("dist/cli.js", import.meta.resolve("podkey/package.json")))] =
  argv;
const name = program.endsWith("cli.js") ? "podkey" : basename(program, ".ts");

mkdirSync(FOLDER, { recursive: true });
printSize(makeFromBun(`${FOLDER}/${name}-bun`));
if (canBuild()) printSize(await makeFromNode(`${FOLDER}/${name}-node`));
else stdout.write("not made from Node: this is Node before 25.5, which cannot\n");

/** Files in the folder of an executable must not change what it does. */
function makeFromBun(file: string): string {
  const isolation = ["--no-compile-autoload-dotenv", "--no-compile-autoload-bunfig"];
  const speed = ["--minify", "--bytecode", "--format=esm"];
  execFileSync("npx", [
    "--no",
    "bun",
    "build",
    "--compile",
    ...speed,
    ...isolation,
    program,
    "--outfile",
    file,
  ]);
  return file;
}

/** Node's variables, for example NODE_OPTIONS, must not change what it does either. */
async function makeFromNode(file: string): Promise<string> {
  const main = `${file}.mjs`;
  const config = `${file}.json`;
  await build({
    entryPoints: [program],
    outfile: main,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  const settings = { main, mainFormat: "module", output: file, disableExperimentalSEAWarning: true };
  writeFileSync(config, JSON.stringify({ ...settings, useCodeCache: true, execArgvExtension: "none" }));
  execFileSync(execPath, ["--build-sea", config]);
  rmSync(main);
  rmSync(config);
  return file;
}

function canBuild(): boolean {
  const [major = 0, minor = 0] = versions.node.split(".").map(Number);
  return major > 25 || (major === 25 && minor >= 5);
}

function printSize(file: string): void {
  stdout.write(`${file}  ${(statSync(file).size / 1_000_000).toFixed(1)} MB\n`);
}

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { transform } from "esbuild";
import { entryName, specifierOf } from "../../tools/manifest.ts";

/** A file in the consumer's project that exports `run`, which returns a report. */
export interface Program {
  /** The only subpath that the program imports. `undefined` for the exchange. */
  readonly subpath: string | undefined;
  /** The file's name, without its folder. */
  readonly file: string;
}

/** The report of a program that imports one subpath. */
export interface ImportReport {
  /** How many names the subpath exports. */
  readonly names: number;
  /** The globals that the import called, added, removed or replaced. */
  readonly changes: readonly string[];
}

/** The steps that the exchange must report, in order. */
export const EXCHANGE_STEPS: readonly string[] = [
  "emulator",
  "association",
  "token",
  "exchange",
  "getCallerIdentity",
  "presign",
];

const SOURCES = ["global-state", "watch", "exchange"];
const EXCHANGE = `import * as podkey from "podkey";
import * as eks from "podkey/eks";
import * as eksAuth from "podkey/eks-auth";
import * as sts from "podkey/sts";
import * as emulator from "podkey/emulator";
import { exchange } from "./exchange.js";
export const run = () => exchange({ podkey, eks, eksAuth, sts, emulator });
`;

/** Writes the programs into a project, each with a `main-` file that prints its report as one line of JSON. */
export async function writePrograms(project: string, subpaths: readonly string[]): Promise<Program[]> {
  const folder = `${project}/programs`;
  await mkdir(folder);
  await Promise.all(SOURCES.map((name) => compileInto(folder, name)));
  const texts = new Map([
    ...subpaths.map((subpath) => [subpath, importProgram(subpath)] as const),
    [undefined, EXCHANGE] as const,
  ]);
  return Promise.all(
    [...texts].map(async ([subpath, text]) => {
      const file = subpath === undefined ? "run-exchange.js" : `import-${entryName(subpath)}.js`;
      await writeFile(`${folder}/${file}`, text);
      await writeFile(`${folder}/main-${file}`, mainProgram(file));
      return { subpath, file };
    }),
  );
}

/** Ends the watch before `run` is called, so that the report covers the import only. */
function importProgram(subpath: string): string {
  return `import { endWatch } from "./watch.js";
import * as subpath from "${specifierOf(subpath)}";
const report = { changes: endWatch(), names: Object.keys(subpath).length };
export const run = async () => report;
`;
}

function mainProgram(file: string): string {
  return `import { run } from "./${file}";\nconsole.log(JSON.stringify(await run()));\n`;
}

async function compileInto(folder: string, name: string): Promise<void> {
  const source = await readFile(new URL(`program/${name}.ts`, import.meta.url), "utf8");
  const { code } = await transform(source, { loader: "ts", format: "esm", target: "es2022" });
  await writeFile(`${folder}/${name}.js`, code.replaceAll('.ts"', '.js"'));
}

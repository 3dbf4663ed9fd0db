import ts from "typescript";
import { ROOT } from "../../tools/manifest.ts";
import { blocksOf, documentedPages } from "../support/documented-blocks.ts";
import { type Compiled, compileTexts } from "./compile.ts";
import type { Finding } from "./report.ts";
import { BUN_TYPE_CASES, TYPE_CASES, type TypeCase } from "./type-cases.ts";

const MODULES = `${ROOT}/node_modules`;
/** Imports of what a user's project need not have. */
const OTHER_PACKAGE = /from "(?!podkey|node:)/;
const NODE_MODULE = /from "node:/;
const PEERS: ts.CompilerOptions = {
  skipLibCheck: true,
  paths: { "@aws-sdk/*": [`${MODULES}/@aws-sdk/*`] },
};

/** Compiler settings of users: a bundler with web types, and Node's module rules with Node's types only. */
const COMPILERS: Readonly<Record<string, ts.CompilerOptions>> = {
  "bundler, web types": {},
  "nodenext, Node's types": {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ["lib.es2022.d.ts"],
    typeRoots: [`${MODULES}/@types`],
    types: ["node"],
  },
};
const BUN: ts.CompilerOptions = { lib: ["lib.esnext.d.ts"], typeRoots: [MODULES], types: ["bun-types"] };

/** Compiles the examples of the documentation, and the type cases, against the declarations of the installed package. */
export async function checkConsumerTypes(project: string): Promise<Finding[]> {
  const all = await documentedExamples();
  const documented = Object.entries(COMPILERS).map(([name, settings], index): Finding => {
    const hasNode = settings.types?.includes("node") === true;
    const examples = new Map([...all].filter(([, code]) => hasNode || !NODE_MODULE.test(code)));
    const compiled = compileTexts(project, `examples-${index}`, examples, {
      ...settings,
      noUnusedLocals: false,
    });
    const faults = compiled.flatMap((file) => file.errors.map(({ text }) => `${file.name}: ${text}`));
    return { subject: name, held: `${examples.size} documented examples compile`, faults };
  });
  return [
    ...documented,
    checkCases(project, "types", TYPE_CASES, PEERS),
    checkCases(project, "types-bun", BUN_TYPE_CASES, { ...PEERS, ...BUN }),
  ];
}

function checkCases(
  project: string,
  folder: string,
  cases: readonly TypeCase[],
  settings: ts.CompilerOptions,
): Finding {
  const texts = new Map(cases.map(({ claim, code }) => [claim, code]));
  const expected = new Map(cases.map(({ claim, error }) => [claim, error]));
  const faults = compileTexts(project, folder, texts, settings).flatMap((file) =>
    caseFaults(file, expected.get(file.name)),
  );
  return { subject: folder, held: `${cases.length} claims hold`, faults };
}

function caseFaults({ name, errors }: Compiled, expected: number | undefined): string[] {
  if (expected === undefined) return errors.map(({ text }) => `${name}: ${text}`);
  if (errors.length === 1 && errors[0]?.code === expected) return [];
  const seen = errors.map(({ text }) => text).join("; ") || "it compiles";
  return [`${name}: TS${expected} expected, but ${seen}`];
}

/** Returns the programs of the pages that need no other package. */
async function documentedExamples(): Promise<Map<string, string>> {
  const pages = await documentedPages();
  const programs = ["ts run", "ts worker"].flatMap((kind) => {
    const blocks = pages.flatMap((page) => blocksOf(page, kind));
    return blocks.map(({ page, number, code }) => [`${page}, \`${kind}\` ${number}`, code] as const);
  });
  return new Map(programs.filter(([, code]) => !OTHER_PACKAGE.test(code)));
}

import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { ROOT } from "../../tools/manifest.ts";
import { type Compiled, compileTexts } from "./compile.ts";
import type { Finding } from "./report.ts";
import { BUN_TYPE_CASES, TYPE_CASES, type TypeCase } from "./type-cases.ts";

const MODULES = `${ROOT}/node_modules`;
const EXAMPLE = /^```ts run\n([\s\S]*?)^```$/gm;
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
  const examples = documentedExamples();
  const documented = Object.entries(COMPILERS).map(([name, settings], index): Finding => {
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

function documentedExamples(): Map<string, string> {
  const pages = readdirSync(`${ROOT}/docs`).filter((name) => name.endsWith(".md"));
  return new Map(
    ["README.md", ...pages.map((name) => `docs/${name}`)].flatMap((page) => {
      const blocks = [...readFileSync(`${ROOT}/${page}`, "utf8").matchAll(EXAMPLE)];
      return blocks.map(([, code = ""], index) => [`${page}, example ${index + 1}`, code] as const);
    }),
  );
}

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";
import { ROOT } from "../../tools/manifest.ts";

/** A compiled file, and the errors that TypeScript finds in it. */
export interface Compiled {
  readonly name: string;
  readonly errors: readonly { readonly code: number; readonly text: string }[];
}

/** Compiles texts, by name, as files of a project with the strictest settings. Returns the errors of each. */
export function compileTexts(
  project: string,
  folder: string,
  texts: ReadonlyMap<string, string>,
  settings: ts.CompilerOptions,
): Compiled[] {
  mkdirSync(`${project}/${folder}`, { recursive: true });
  const paths = new Map([...texts.keys()].map((name, index) => [`${project}/${folder}/${index}.ts`, name]));
  for (const [path, name] of paths) writeFileSync(path, texts.get(name) ?? "");
  const program = ts.createProgram([...paths.keys()], { ...strictOptions(), ...settings });
  const found = [...paths].map(([path, name]) => {
    const diagnostics = ts.getPreEmitDiagnostics(program, program.getSourceFile(path));
    return { name, errors: diagnostics.filter((one) => one.file?.fileName === path).map(textOf) };
  });
  const elsewhere = ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => !file || !paths.has(file.fileName))
    .map(textOf);
  return elsewhere.length > 0 ? [...found, { name: "the declarations", errors: elsewhere }] : found;
}

/** Returns podkey's own compiler settings, without those that concern its sources only. */
function strictOptions(): ts.CompilerOptions {
  const { config } = ts.parseConfigFileTextToJson(
    "tsconfig.json",
    readFileSync(`${ROOT}/tsconfig.json`, "utf8"),
  );
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  return { ...options, isolatedDeclarations: false, declaration: false, noUnusedLocals: false };
}

function textOf({ file, start, code, messageText }: ts.Diagnostic): { code: number; text: string } {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  const place = file ? `${file.fileName.replace(/^.*\/node_modules\//, "")}:${line}: ` : "";
  return { code, text: `${place}TS${code}: ${ts.flattenDiagnosticMessageText(messageText, " ")}` };
}

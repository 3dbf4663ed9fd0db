import { existsSync, readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { codeSubpaths, entryName, readManifest, specifierOf } from "../manifest.ts";
import { ALLOWED_NAMES } from "./allowed-names.ts";
import type { PublicExport } from "./public-api.ts";
import { readSources } from "./sources.ts";

const FENCE = /^```[\s\S]*?^```$/gm;
const INLINE_CODE = /`([^`\n]+)`/g;
/** A word in camel case or Pascal case, a call of it, or a member of it. */
const NAME = /^(?:[a-z]\w*\.)?([A-Za-z][a-z0-9]+[A-Z]\w*)(?:\(.*\))?$/;
const IMPORT = /import (?:type )?\{([^}]*)\} from "(podkey[^"]*)"/g;

/** A path of the project without braces or wildcards, as a file or folder. */
const PATH = /`((?:src|runtimes|cli|tools|test|bench|docs|examples|api)\/[\w./-]+)`/g;
/** Pages for those who work on podkey: they may name what a source file exports to others. */
const INNER_PAGES =
  /^(CONTRIBUTING[.]md|docs\/(architecture[.]md|threat-model[.]md|decisions\/.*|formal-model\/.*))$/;
const EXPORT = /^export (?:abstract |async )?(?:function|class|interface|type|const) (\w+)/gm;

/**
 * Finds in the pages names of code that the library does not have, imports of what a subpath does not export, and paths
 * that lead nowhere.
 */
export function checkCodeNames(api: readonly PublicExport[]): string[] {
  const known = new Set([...ALLOWED_NAMES, ...namesIn(api), ...awsErrorCodes()]);
  const inner = new Set([...known, ...exportedNames()]);
  return pages().flatMap((page) => {
    const text = readFileSync(page, "utf8");
    const names = unknownNames(text, INNER_PAGES.test(page) ? inner : known);
    return [...names, ...unknownImports(text, api), ...missingPaths(text)].map(
      (fault) => `${page}: ${fault}`,
    );
  });
}

function missingPaths(text: string): string[] {
  const paths = [...text.matchAll(PATH)].map(([, path = ""]) => path);
  return paths.filter((path) => !existsSync(path)).map((path) => `names ${path}, which does not exist`);
}

function exportedNames(): string[] {
  const sources = readSources(["src", "runtimes", "cli", "tools", "test"]);
  return sources.flatMap(({ text }) => [...text.matchAll(EXPORT)].map(([, name = ""]) => name));
}

function pages(): string[] {
  const docs = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".md"),
  );
  return ["README.md", "SECURITY.md", "CONTRIBUTING.md", ...docs.map((name) => `docs/${name}`)].toSorted();
}

function unknownNames(text: string, known: ReadonlySet<string>): string[] {
  const names = [...text.replace(FENCE, "").matchAll(INLINE_CODE)].flatMap(
    ([, code = ""]) => NAME.exec(code)?.[1] ?? [],
  );
  return [...new Set(names)]
    .filter((name) => !known.has(name))
    .map((name) => `names \`${name}\`, which the public API does not have`);
}

function unknownImports(text: string, api: readonly PublicExport[]): string[] {
  const entries = new Map(
    codeSubpaths(readManifest()).map((subpath) => [specifierOf(subpath), entryName(subpath)]),
  );
  return [...text.matchAll(IMPORT)].flatMap(([, list = "", specifier = ""]) => {
    const entry = entries.get(specifier);
    if (entry === undefined) return [`imports from "${specifier}", which package.json does not export`];
    const exported = new Set(api.filter((found) => found.entry === entry).map(({ name }) => name));
    const names = list.split(",").map((part) =>
      part
        .replace(/^\s*type /, "")
        .replace(/ as .*/, "")
        .trim(),
    );
    return names
      .filter((name) => name !== "" && !exported.has(name))
      .map((name) => `imports ${name} from "${specifier}", which does not export it`);
  });
}

/** Every name in the public declarations: exports, their members, their parameters. */
function namesIn(api: readonly PublicExport[]): string[] {
  const names = api.map(({ name }) => name);
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node.parent) && node === node.parent.body) return;
    if (ts.isIdentifier(node)) names.push(node.text);
    ts.forEachChild(node, visit);
  };
  for (const { declarations } of api) for (const declaration of declarations) visit(declaration);
  return names;
}

function awsErrorCodes(): string[] {
  const codes = readSources(["src/errors"]).find(({ path }) => path.endsWith("/aws-error-codes.ts"));
  return [...(codes?.text ?? "").matchAll(/"(\w+)"/g)].map(([, code = ""]) => code);
}

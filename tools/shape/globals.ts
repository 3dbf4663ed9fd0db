import ts from "typescript";
import type { Source } from "./sources.ts";

const FORBIDDEN = new Set([
  "Bun",
  "Deno",
  "clearInterval",
  "clearTimeout",
  "console",
  "crypto",
  "document",
  "fetch",
  "globalThis",
  "localStorage",
  "navigator",
  "performance",
  "process",
  "self",
  "setInterval",
  "setTimeout",
  "window",
]);

/** The files that stand between podkey, its emulator, and the runtime. */
const EXEMPT = new Set(["src/digest.ts", "src/ports.ts", "src/emulator/wire/platform.ts"]);

/** What a runtime supplies reaches `src/` only through ports: no global time, chance, network or console. */
export function checkGlobals(sources: readonly Source[]): string[] {
  const paths = sources
    .map(({ path }) => path)
    .filter((path) => path.startsWith("src/") && !EXEMPT.has(path));
  const program = ts.createProgram(paths, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: [],
    noEmit: true,
    allowImportingTsExtensions: true,
  });
  const checker = program.getTypeChecker();
  return paths.flatMap((path) => {
    const file = program.getSourceFile(path);
    return file ? globalsOf(file, checker).map((found) => `${path}:${found}; take it from a port`) : [];
  });
}

function globalsOf(file: ts.SourceFile, checker: ts.TypeChecker): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const name = forbiddenName(node, checker);
    if (name)
      found.push(`${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: uses the global ${name}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function forbiddenName(node: ts.Node, checker: ts.TypeChecker): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length)
    return "new Date()";
  if (ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random)$/.test(node.getText()))
    return node.getText();
  if (!ts.isIdentifier(node) || !FORBIDDEN.has(node.text) || isMemberName(node)) return undefined;
  const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
  const isLocal = declarations.some((declaration) => !declaration.getSourceFile().fileName.includes("/lib."));
  return isLocal ? undefined : node.text;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node || parent.name === node;
  return ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent);
}

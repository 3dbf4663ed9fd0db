import { readFileSync } from "node:fs";
import ts from "typescript";
import { libraryEntries } from "./package-exports.ts";

const ENTRIES = Object.values(libraryEntries());

/** Every public export has a docstring, and every error code a row in `docs/errors.md`. */
export function checkDocs(): string[] {
  return [...checkDocstrings(), ...checkErrorCodes()];
}

function checkDocstrings(): string[] {
  const program = ts.createProgram(ENTRIES, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    noEmit: true,
    allowImportingTsExtensions: true,
  });
  const checker = program.getTypeChecker();
  return ENTRIES.flatMap((entry) => {
    const file = program.getSourceFile(entry);
    const module = file && checker.getSymbolAtLocation(file);
    if (!module) return [`${entry}: exports nothing`];
    return checker
      .getExportsOfModule(module)
      .filter((symbol) => resolve(symbol, checker).getDocumentationComment(checker).length === 0)
      .map((symbol) => `${entry}: ${symbol.name} has no docstring`);
  });
}

function resolve(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function checkErrorCodes(): string[] {
  const page = readFileSync("docs/errors.md", "utf8");
  const files = ["errors", "call-errors", "credentials-errors"].map((name) => `src/errors/${name}.ts`);
  return files.flatMap((path) => {
    const codes = [...readFileSync(path, "utf8").matchAll(/readonly code = "([A-Z_]+)"/g)].map(
      ([, code = ""]) => code,
    );
    return codes
      .filter((code) => !page.includes(`\`${code}\``))
      .map((code) => `docs/errors.md: does not explain ${code}`);
  });
}

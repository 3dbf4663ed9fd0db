import ts from "typescript";
import { libraryEntries } from "./package-exports.ts";

/** An export of a subpath, with the declarations behind it. */
export interface PublicExport {
  /** The entry's name in `tsup.config.ts`, for example `index` or `eks-auth`. */
  readonly entry: string;
  readonly name: string;
  readonly declarations: readonly ts.Declaration[];
}

/** Reads what each subpath exports from the sources. */
export function readPublicApi(): PublicExport[] {
  const entries = Object.entries(libraryEntries());
  const program = ts.createProgram(Object.values(libraryEntries()), {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    noEmit: true,
    allowImportingTsExtensions: true,
  });
  const checker = program.getTypeChecker();
  return entries.flatMap(([entry, path]) => {
    const file = program.getSourceFile(path);
    const module = file && checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`${path} exports nothing`);
    return checker.getExportsOfModule(module).map((symbol) => {
      const original = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return { entry, name: symbol.name, declarations: original.declarations ?? [] };
    });
  });
}

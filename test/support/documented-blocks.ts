import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { ROOT } from "../../tools/manifest.ts";

/** A block of code in a page. */
export interface DocumentedBlock {
  /** The path of the page from the project's top folder. */
  readonly page: string;
  /** The number of the block among those of its kind in the page, from 1. */
  readonly number: number;
  /** The words that follow the kind in the block's fence. */
  readonly words: readonly string[];
  readonly code: string;
}

/** A page and its text. */
export interface DocumentedPage {
  readonly page: string;
  readonly text: string;
}

const SPECIFIER = /from "(podkey[^"]*)"/g;

/** Reads the README and the pages of `docs`. */
export async function documentedPages(): Promise<DocumentedPage[]> {
  const names = (await readdir(`${ROOT}/docs`)).filter((name) => name.endsWith(".md"));
  const pages = ["README.md", ...names.map((name) => `docs/${name}`)];
  return Promise.all(pages.map(async (page) => ({ page, text: await readFile(`${ROOT}/${page}`, "utf8") })));
}

/** Returns the blocks whose fence begins with `kind`, for example "ts run". */
export function blocksOf({ page, text }: DocumentedPage, kind: string): DocumentedBlock[] {
  const block = new RegExp(`^\`\`\`${kind}( [^\n]*)?\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...text.matchAll(block)].map(([, words = "", code = ""], index) => {
    return { page, number: index + 1, words: words.split(" ").filter(Boolean), code };
  });
}

/** Replaces the imports of podkey by those of its source files. */
export function fromSources(code: string): string {
  return code.replaceAll(SPECIFIER, (_, specifier: string) => `from "${ROOT}/${sourceOf(specifier)}"`);
}

/** Returns the source file of an import path, for example `src/eks/index.ts` for "podkey/eks". */
function sourceOf(specifier: string): string {
  const { exports }: { exports: Record<string, string> } = JSON.parse(
    readFileSync(`${ROOT}/jsr.json`, "utf8"),
  );
  const source = exports[`.${specifier.slice("podkey".length)}`];
  if (source === undefined) throw new Error(`${specifier} is no import path of podkey`);
  return source;
}

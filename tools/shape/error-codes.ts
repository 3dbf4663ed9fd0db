import { readFileSync } from "node:fs";
import { readSources } from "./sources.ts";

const CODE = /readonly code = "([A-Z_]+)"/g;

/** Finds each error code without a row in `docs/errors.md`. */
export function checkErrorCodes(): string[] {
  const page = readFileSync("docs/errors.md", "utf8");
  const codes = readSources(["src/errors"]).flatMap(({ text }) => [...text.matchAll(CODE)]);
  return codes
    .map(([, code = ""]) => code)
    .filter((code) => !page.includes(`\`${code}\``))
    .map((code) => `docs/errors.md: does not explain ${code}`);
}

import { readFileSync } from "node:fs";
import { ROOT } from "../manifest.ts";

/** The declarations that stand for the web's types. They are packed next to podkey's own. */
export const WEB_TYPES: string = readFileSync(`${ROOT}/tools/types/web-types.d.ts`, "utf8");

const EXPORTED = /^export type (\w+)/gm;
const NAMES = [...WEB_TYPES.matchAll(EXPORTED)].map(([, name = ""]) => name);
const INSERTED =
  /^(?:\/\/\/ <reference lib="esnext\.disposable" \/>\n|import type \{[^}]*\} from '\.\/web-types\.js';\n)+/;

/**
 * Makes declarations compile without DOM's types and with `lib: ["es2022"]`. Imports the web's types that they name from
 * `web-types.d.ts`, and refers to the library that declares `Symbol.asyncDispose`. The sources stay as plain as they are.
 */
export function makePortable(declarations: string): string {
  const plain = removePortable(declarations);
  const code = plain.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|"[^"\n]*"|'[^'\n]*'/g, "");
  const used = NAMES.filter((name) => new RegExp(`(?<![.\\w])${name}\\b(?!\\??:)`).test(code));
  const reference = code.includes("Symbol.asyncDispose") ? '/// <reference lib="esnext.disposable" />\n' : "";
  const imports = used.length > 0 ? `import type { ${used.join(", ")} } from './web-types.js';\n` : "";
  return `${reference}${imports}${plain}`;
}

/** Returns declarations as the compiler wrote them, with the web's types as globals. */
export function removePortable(declarations: string): string {
  return declarations.replace(INSERTED, "");
}

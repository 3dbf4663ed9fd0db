import type { PublicExport } from "./public-api.ts";

const RUNTIMES = ["node", "deno", "bun", "cloudflare"];

/** Each runtime's entry exports every name of the core, types included, so that a program needs one import. */
export function checkRuntimeEntries(api: readonly PublicExport[]): string[] {
  const namesOf = (wanted: string): string[] =>
    api.filter(({ entry }) => entry === wanted).map(({ name }) => name);
  return RUNTIMES.flatMap((runtime) => {
    const exported = new Set(namesOf(runtime));
    return namesOf("index")
      .filter((name) => !exported.has(name))
      .map((name) => `runtimes/${runtime}/index.ts: does not export ${name}, which src/index.ts exports`);
  });
}

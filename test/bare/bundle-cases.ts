import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BARE = fileURLToPath(new URL(".", import.meta.url));
const CASES = "test/cases";

/** Bundles every case with the stand-in for `vitest` into one module for a runtime without Node. */
export async function bundleCases(define: Record<string, string>): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: worker(), resolveDir: ROOT },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
    target: "es2022",
    // The project has no side effects, but a file of cases is nothing else.
    ignoreAnnotations: true,
    alias: { vitest: `${BARE}vitest.ts` },
    plugins: [fileNames],
    define,
  });
  const [output] = outputFiles;
  if (!output) throw new Error("esbuild wrote no bundle");
  return output.text;
}

/** `podkey:<file of cases>` tells the registry whose cases come next. */
const fileNames: Plugin = {
  name: "file-names",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^podkey:/ }, ({ path }) => ({ path, namespace: "podkey" }));
    onLoad({ filter: /^podkey:/, namespace: "podkey" }, ({ path }) => {
      const file = JSON.stringify(path.replace("podkey:", ""));
      return {
        contents: `import { enterFile } from "${BARE}registry.ts"; enterFile(${file});`,
        resolveDir: ROOT,
      };
    });
  },
};

/** All files at module scope, where workerd allows next to nothing; the cases themselves run within one request. */
function worker(): string {
  const imports = caseFiles().flatMap((file) => [`import "podkey:${file}";`, `import "./${file}";`]);
  return `${imports.join("\n")}
import { runCases } from "${BARE}registry.ts";
export default { fetch: async () => Response.json({ testResults: await runCases() }) };`;
}

function caseFiles(): string[] {
  return readdirSync(`${ROOT}${CASES}`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${CASES}/${name}`)
    .toSorted();
}

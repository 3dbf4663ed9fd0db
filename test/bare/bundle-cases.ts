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
    // The project declares that it has no side effects, but test files consist of them.
    ignoreAnnotations: true,
    alias: { vitest: `${BARE}vitest.ts` },
    plugins: [fileNames],
    define,
  });
  const [output] = outputFiles;
  if (!output) throw new Error("esbuild wrote no bundle");
  return output.text;
}

/** Resolves `podkey:<test file>` to a module that tells the registry which file the next cases belong to. */
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

/** Writes a Worker that imports all test files at module scope, and runs their cases within one request. */
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

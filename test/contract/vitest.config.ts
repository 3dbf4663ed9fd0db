import { fileURLToPath } from "node:url";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CASES = "test/cases/stores";

/** Makes the project of a runtime from the folders of its tests. */
function project(name: string, ...folders: readonly string[]) {
  const include = folders.map((folder) => `${folder}/**/*.test.ts`);
  return { test: { name, root: ROOT, include, testTimeout: 30_000 } };
}

const workerd = cloudflareTest({
  main: "./test/contract/workerd/worker.ts",
  miniflare: {
    compatibilityDate: "2026-07-01",
    cf: false,
    kvNamespaces: ["KV"],
    durableObjects: { KEEPER: { className: "Keeper", useSQLite: true } },
  },
});

// biome-ignore lint/style/noDefaultExport: it is what vitest reads
export default defineConfig({
  test: {
    projects: [
      project("node", CASES, "test/contract/node", "test/contract/redis"),
      project("bun", CASES, "test/contract/bun"),
      project("deno", CASES, "test/contract/deno"),
      { plugins: [workerd], ...project("workerd", CASES, "test/contract/workerd") },
    ],
  },
});

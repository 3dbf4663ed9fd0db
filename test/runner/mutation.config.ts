import { env } from "node:process";
import { defineConfig } from "vitest/config";
import { startLoopback } from "./loopback.ts";

/** The tests that may kill a mutant. Stryker runs those of them that import the mutated file. */
const TESTS = env["PODKEY_MUTATION_TESTS"]?.split(",") ?? ["test/cases/**/*.test.ts"];

// biome-ignore lint/style/noDefaultExport: it is what vitest reads
export default defineConfig(async () => ({
  define: {
    PODKEY_RUNTIME: JSON.stringify("node24"),
    PODKEY_LOOPBACK: JSON.stringify(await startLoopback()),
  },
  test: { include: TESTS, testTimeout: 5000, isolate: false, env: { PODKEY_RUNTIME: "node24" } },
}));

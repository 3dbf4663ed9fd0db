import { env } from "node:process";
import { defineConfig } from "vitest/config";
import { startLoopback } from "./loopback.ts";

/** The tests that may kill a mutant. Stryker runs those of them that import the mutated file. */
const TESTS = env["PODKEY_MUTATION_TESTS"]?.split(" ") ?? ["test/cases/**/*.test.ts"];

/** Long, because the code is instrumented. Stryker itself ends mutants that hang. */
const TEST_TIMEOUT_MS = 60_000;

// biome-ignore lint/style/noDefaultExport: it is what vitest reads
export default defineConfig(async () => ({
  define: {
    PODKEY_RUNTIME: JSON.stringify("node24"),
    PODKEY_LOOPBACK: JSON.stringify(await startLoopback()),
  },
  test: { include: TESTS, testTimeout: TEST_TIMEOUT_MS, isolate: false, env: { PODKEY_RUNTIME: "node24" } },
}));

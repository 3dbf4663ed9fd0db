import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "host", include: ["test/cases/**/*.test.ts", "test/node/**/*.test.ts"] } },
      { test: { name: "interop", include: ["test/interop/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});

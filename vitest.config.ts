import { env } from "node:process";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { CHROMIUM } from "./test/runner/chromium.ts";
import { startLoopback } from "./test/runner/loopback.ts";

/** Importing a file does nothing, so files need no worker of their own; and the runner runs two runtimes at a time. */
const SHARED_WORKER = { isolate: false, maxWorkers: 1 } as const;
const CASES = { include: ["test/cases/**/*.test.ts"], testTimeout: 5000, ...SHARED_WORKER };

/** Runs on every version of Node, whose own modules send. */
const TRANSPORT = "test/node/transport/**/*.test.ts";

const chromium = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  instances: [{ browser: "chromium" as const }],
  provider: playwright({ launchOptions: { executablePath: CHROMIUM, args: ["--no-sandbox"] } }),
};

const edge = {
  environment: "edge-runtime" as const,
  pool: "vmThreads" as const,
  setupFiles: ["test/runner/edge-setup.ts"],
};

export default defineConfig(async (): Promise<ViteUserConfig> => {
  const origin = await startLoopback();
  const host = env["PODKEY_RUNTIME"] ?? "node24";
  /** What the launcher says about the run, as test/support/running.ts declares it. */
  const facts = (runtime: string) => ({
    PODKEY_RUNTIME: JSON.stringify(runtime),
    PODKEY_LOOPBACK: JSON.stringify(origin),
  });
  const projects = [
    { define: facts(host), test: { name: "host", ...CASES, env: { PODKEY_RUNTIME: host } } },
    { define: facts("edge"), test: { name: "edge", ...CASES, ...edge } },
    {
      define: facts("workerd"),
      plugins: [cloudflareTest({ miniflare: { compatibilityDate: "2026-07-01", cf: false } })],
      test: { name: "workerd", ...CASES },
    },
    { define: facts("chromium"), test: { name: "chromium", ...CASES, browser: chromium } },
    { test: { name: "node", include: ["test/node/**/*.test.ts"], exclude: [TRANSPORT], ...SHARED_WORKER } },
    { test: { name: "transport", include: [TRANSPORT], ...SHARED_WORKER } },
    {
      test: {
        name: "cloudflare",
        include: ["test/cloudflare/**/*.test.ts"],
        testTimeout: 30_000,
        hookTimeout: 30_000,
        ...SHARED_WORKER,
      },
    },
    {
      test: {
        name: "interop",
        include: ["test/interop/**/*.test.ts"],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      },
    },
  ];
  // Full titles, so that a case has the same name on every runtime.
  return { test: { taskTitleValueFormatTruncate: 0, projects } };
});

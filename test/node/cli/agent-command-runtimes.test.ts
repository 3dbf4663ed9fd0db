import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { agentCluster } from "./agent-cluster.ts";

const BIN = fileURLToPath(new URL("../../../node_modules/.bin/", import.meta.url));

const RUNTIMES: readonly (readonly [string, readonly [string, ...string[]]])[] = [
  ["Bun", [`${BIN}bun`]],
  ["Deno", [`${BIN}deno`, "run", "-A", "--node-modules-dir=manual", "--cached-only"]],
];

describe("podkey agent", { timeout: 60_000 }, () => {
  it.each(RUNTIMES)("runs on the server of %s, and exits with 0 at SIGTERM", async (_name, runtime) => {
    const cluster = await agentCluster();
    try {
      const agent = await cluster.start({ runtime });
      expect((await agent.ask(await cluster.issueToken())).status).toBe(200);
      expect((await agent.ask("no token")).status).toBe(400);
      expect(await Promise.all(["/healthz", "/readyz"].map(agent.probe))).toEqual([200, 200]);
      expect((await agent.metrics()).get("podkey_agent_cache_misses_total")).toBe(1);
      expect(await agent.stop()).toBe(0);
    } finally {
      await cluster.close();
    }
  });
});

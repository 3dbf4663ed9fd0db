import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AgentCluster, agentCluster } from "./agent-cluster.ts";
import { statusOf } from "./agent-command.ts";

const TIMEOUT_MS = 60_000;

describe("podkey agent", { timeout: TIMEOUT_MS }, () => {
  let cluster: AgentCluster;

  beforeAll(async () => {
    cluster = await agentCluster();
  }, TIMEOUT_MS);

  afterAll(() => cluster.close());

  it("refuses a request that names another host, unless --allow-any-host is set", async () => {
    const strict = await cluster.start();
    const { port } = new URL(strict.url);
    expect(await statusWithHost(Number(port), "evil.example")).toBe(403);
    const open = await cluster.start({ args: ["--allow-any-host"] });
    expect(await statusWithHost(Number(new URL(open.url).port), "evil.example")).toBe(400);
  });

  it("answers requests that name localhost if it listens on loopback", async () => {
    const agent = await cluster.start();
    const port = Number(new URL(agent.url).port);
    expect(await statusWithHost(port, "localhost")).toBe(400);
    expect(await statusWithHost(port, `localhost:${port}`)).toBe(400);
  });
});

/** Returns the status for a request without a token, which is 400 if the host is allowed. */
function statusWithHost(port: number, host: string): Promise<number | undefined> {
  return statusOf({ port, host: "127.0.0.1", path: "/v1/credentials", headers: { host } });
}

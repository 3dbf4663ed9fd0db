import process from "node:process";
import v8 from "node:v8";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { serve } from "../../../runtimes/node/serve.ts";
import { readOpenMetrics } from "../../support/read-open-metrics.ts";
import { type AgentCluster, agentCluster } from "./agent-cluster.ts";
import { statusOf } from "./agent-command.ts";
import { type AgentHere, runAgentHere, setKeys, stubNode } from "./agent-here.ts";
import { freePort } from "./in-process.ts";

const TIMEOUT_MS = 30_000;
const NOT_READY = "not ready: the agent has no credentials of its own";

let cluster: AgentCluster;
let agent: AgentHere | undefined;

beforeAll(async () => {
  cluster = await agentCluster();
}, TIMEOUT_MS);

beforeEach(stubNode);

afterEach(async () => {
  await agent?.stop();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

afterAll(() => cluster.close());

function start(...args: string[]): AgentHere {
  agent = runAgentHere(["--endpoint", cluster.url, ...args]);
  return agent;
}

async function metricsOf({ line }: AgentHere) {
  return readOpenMetrics(await (await fetch(`${(await line("listening"))["metrics"]}/metrics`)).text());
}

describe("podkey agent in this process", { timeout: TIMEOUT_MS }, () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "logs its life from start to %s, and exits with 0",
    async (signal) => {
      const { lines, line, ask, stop } = start();
      const { urls, probes, metrics } = await line("listening");
      await line("ready");
      expect((await ask(await cluster.issueToken())).status).toBe(200);
      expect(await stop(signal)).toBe(0);

      const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(lines()).toMatchObject([
        { level: "info", msg: "listening", clusterName: "demo", urls: [url], probes: url, metrics: url },
        { level: "info", msg: "ready" },
        { level: "info", msg: "exchanged a token", namespace: "shop" },
        { level: "info", msg: "stopping" },
        { level: "info", msg: "stopped" },
      ]);
      for (const closed of [...(urls as string[]), probes, metrics])
        await expect(fetch(String(closed))).rejects.toThrow("fetch failed");
    },
  );

  it("keeps the space of new objects small, and goes on when the reader of its log has ended", async () => {
    const setFlags = vi.spyOn(v8, "setFlagsFromString").mockReturnValue();
    const { line } = start();
    await line("listening");

    expect(() => process.stdout.emit("error", new Error("EPIPE"))).not.toThrow();
    expect(setFlags).toHaveBeenCalledWith("--semi-space-growth-factor=1");
  });

  it("answers requests under way when it is stopped", async () => {
    const { emulator } = cluster;
    emulator.injectFault({ operation: "AssumeRoleForPodIdentity", kind: "latency", latencyMs: 200 });
    const { ask, stop } = start();
    const arrivals = emulator.requests.length;
    const answer = ask(await cluster.issueToken("checkout-slow"));
    await expect.poll(() => emulator.requests.length).toBeGreaterThan(arrivals);
    await stop();

    expect((await answer).status).toBe(200);
  });

  it("serves neither probes nor metrics if both are off", async () => {
    const line = await start("--probe-port", "off", "--metrics-port", "off").line("listening");

    expect(Object.keys(line)).toEqual(["time", "level", "msg", "clusterName", "urls"]);
  });

  it("counts what its pods ask in its metrics, and caches nothing with a retention of 0", async () => {
    const here = start("--max-credential-retention-before-renewal", "0");
    const token = await cluster.issueToken();
    for (let times = 0; times < 2; times += 1) await here.ask(token);

    expect((await metricsOf(here)).get("podkey_agent_cache_misses_total")).toBe(2);
  });

  it.each([
    [[], 403],
    [["--allow-any-host"], 400],
  ])("answers a request that names another host, with %j, with status %i", async (args, status) => {
    const [url = ""] = (await start(...args).line("listening"))["urls"] as string[];
    const { port } = new URL(url);
    const headers = { host: "evil.example" };

    expect(await statusOf({ port, host: "127.0.0.1", path: "/v1/credentials", headers })).toBe(status);
  });

  it("verifies tokens with --verify-tokens, and not without", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_EKS", cluster.url);
    const name = 'podkey_agent_token_verifications_total{outcome="verified"}';
    const verified: unknown[] = [];
    for (const args of [[], ["--verify-tokens"]]) {
      const here = start(...args);
      await here.ask(await cluster.issueToken());
      verified.push((await metricsOf(here)).get(name));
      await here.stop();
    }

    expect(verified).toEqual([expect.toBeOneOf([0, undefined]), 1]);
  });

  it("takes its credentials from the shared file only with --rotate-credentials", async () => {
    const { error } = await start("--rotate-credentials").line(NOT_READY);

    expect(error).toContain("credentials");
    expect(error).not.toContain("fromEnv");
  });

  it("is not its own source of credentials", async () => {
    const port = await freePort();
    setKeys({});
    vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", `http://127.0.0.1:${port}/v1/credentials`);
    const { error } = await start("--port", String(port)).line(NOT_READY);

    expect(error).toContain("leads to this agent itself");
  });

  it("asks AWS without --endpoint, where --region says", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_EKS_AUTH", cluster.url);
    agent = runAgentHere(["--region", "us-west-2"]);

    expect((await agent.ask(await cluster.issueToken())).status).toBe(200);
  });

  it.each([
    [[], "pass --allow-tokens-over-http"],
    [["--allow-tokens-over-http"], undefined],
  ])("sends tokens over plain HTTP to another host only if it may: %j", async (args, problem) => {
    // A connection to the wildcard address ends at loopback, but does not count as that.
    const endpoint = cluster.url.replace("127.0.0.1", "0.0.0.0");
    const failure = await start("--endpoint", endpoint, ...args)
      .line("ready")
      .then(() => undefined, String);

    if (problem) expect(failure).toContain(problem);
    else expect((await agent?.ask(await cluster.issueToken()))?.status).toBe(200);
  });

  it("stops to listen if its metrics cannot", async () => {
    const taken = await serve(async () => new Response());
    const port = await freePort();
    const failure = await start("--port", String(port), "--metrics-port", String(taken.port))
      .line("listening")
      .then(() => undefined, String);
    await taken.close();

    expect(failure).toContain("choose another port with --metrics-port, or off");
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow("fetch failed");
  });
});

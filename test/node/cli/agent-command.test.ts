import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { type AgentCluster, agentCluster } from "./agent-cluster.ts";
import { NODE_ENVIRONMENT, statusOf } from "./agent-command.ts";

const TIMEOUT_MS = 60_000;

describe("podkey agent", { timeout: TIMEOUT_MS }, () => {
  let cluster: AgentCluster;

  beforeAll(async () => {
    cluster = await agentCluster();
  }, TIMEOUT_MS);

  afterAll(() => cluster.close());

  it("logs where it listens, gives a pod credentials, and exits with 0 at SIGTERM", async () => {
    const agent = await cluster.start();
    expect(agent.ready).toMatchObject({ level: "info", clusterName: "demo", urls: [agent.url] });
    expect(agent.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await agent.line("ready")).toMatchObject({ level: "info" });
    const response = await agent.ask(await cluster.issueToken());
    expect(response.status).toBe(200);
    const { AccessKeyId, AccountId } = (await response.json()) as Record<string, string>;
    expect(cluster.emulator.session(AccessKeyId ?? "")).toBeDefined();
    expect(AccountId).toBe("111122223333");
    expect(await agent.stop("SIGTERM")).toBe(0);
    expect(agent.lines.at(-1)?.msg).toBe("stopped");
  });

  it("finishes the answers under way at SIGINT, and exits with 0", async () => {
    const agent = await cluster.start();
    cluster.emulator.injectFault({ operation: "AssumeRoleForPodIdentity", kind: "latency", latencyMs: 700 });
    const arrivals = cluster.emulator.requests.length;
    const answer = agent.ask(await cluster.issueToken("checkout-slow"));
    await expect.poll(() => cluster.emulator.requests.length).toBeGreaterThan(arrivals);
    const exitCode = agent.stop("SIGINT");
    expect((await answer).status).toBe(200);
    expect(await exitCode).toBe(0);
    await expect(fetch(agent.url)).rejects.toThrow();
  });

  it("passes both probes, and counts requests in its metrics", async () => {
    const agent = await cluster.start();
    const token = await cluster.issueToken();
    for (let times = 0; times < 3; times += 1) await agent.ask(token);
    expect(await Promise.all(["/healthz", "/readyz", "/metrics"].map(agent.probe))).toEqual([200, 200, 404]);
    const samples = await agent.metrics();
    expect(samples.get("podkey_agent_cache_hits_total")).toBe(2);
    expect(samples.get("podkey_agent_cache_misses_total")).toBe(1);
    expect(samples.get('pod_identity_http_response{code="200"}')).toBe(3);
    expect(samples.get("podkey_agent_identities")).toBe(1);
    const { status, headers } = await fetch(`${agent.ready["metrics"]}/metrics`);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
    expect((await fetch(`${agent.ready["metrics"]}/readyz`)).status).toBe(200);
  });

  it("is not ready without credentials of its own, and logs why", async () => {
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...env } = NODE_ENVIRONMENT;
    const agent = await cluster.start({ env });
    expect(await Promise.all(["/healthz", "/readyz"].map(agent.probe))).toEqual([200, 500]);
    expect(await agent.line("a probe failed")).toMatchObject({
      probe: "readyz",
      part: "credentials",
      code: "CREDENTIALS_UNAVAILABLE",
    });
    const { error } = await agent.line("not ready: the agent has no credentials of its own");
    expect(agent.lines.map(({ msg }) => msg)).not.toContain("ready");
    expect(error).toContain("eks-auth:AssumeRoleForPodIdentity");
    for (const source of ["fromEnv", "sharedCredentialsFile", "fromWebToken", "fromContainer"]) {
      expect(error).toContain(source);
    }
  });

  it("never logs tokens or keys, even at level debug", async () => {
    const agent = await cluster.start({ args: ["--log-level", "debug"] });
    const token = await cluster.issueToken();
    const body = (await (await agent.ask(token)).json()) as Record<string, string>;
    const forged = `${token.slice(0, -10)}AAAAAAAAAA`;
    await agent.ask(forged);
    await agent.ask("not-a-token-but-a-secret");
    expect(await agent.stop()).toBe(0);
    const log = JSON.stringify(agent.lines);
    expect(agent.lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(["exchanged a token", "answered a request", "refused a request"]),
    );
    expect(agent.lines.find(({ msg }) => msg === "exchanged a token")).toMatchObject({
      namespace: "shop",
      serviceAccount: "checkout",
      pod: "checkout-0",
      isRenewal: false,
    });
    const { AccessKeyId = "", SecretAccessKey = "", Token = "" } = body;
    const secrets = [
      AccessKeyId,
      SecretAccessKey,
      Token,
      token.slice(0, 30),
      token.slice(-10),
      "not-a-token",
    ];
    secrets.push(CREDENTIALS.accessKeyId, CREDENTIALS.secretAccessKey, token.split(".")[1] ?? "");
    for (const secret of secrets) expect(log).not.toContain(secret);
  });

  it("sends tokens over plain HTTP to another host with --allow-tokens-over-http", async () => {
    // A connection to the wildcard address ends at loopback, but does not count as that.
    const endpoint = cluster.url.replace("127.0.0.1", "0.0.0.0");
    const agent = await cluster.start({ endpoint, args: ["--allow-tokens-over-http"] });
    expect((await agent.ask(await cluster.issueToken())).status).toBe(200);
  });

  it("passes on the error of EKS Auth for a cluster that does not exist", async () => {
    const agent = await cluster.start({ args: ["--cluster-name", "other"] });
    const response = await agent.ask(await cluster.issueToken());
    expect(response.status).toBe(404);
    expect(await response.text()).toMatch(/^\[[\w-]+\]: \(ResourceNotFoundException\): /);
    expect(await agent.line("could not exchange a token")).toMatchObject({
      status: 404,
      code: "ResourceNotFoundException",
    });
  });

  it("caches nothing with a retention of 0", async () => {
    const agent = await cluster.start({ args: ["--max-credential-retention-before-renewal", "0"] });
    const token = await cluster.issueToken();
    for (let times = 0; times < 2; times += 1) await agent.ask(token);
    expect((await agent.metrics()).get("podkey_agent_cache_misses_total")).toBe(2);
  });

  it("verifies tokens with the keys of the issuer that EKS names", async () => {
    const agent = await cluster.start({
      args: ["--verify-tokens"],
      env: { ...NODE_ENVIRONMENT, AWS_ENDPOINT_URL_EKS: cluster.url },
    });
    const [one, two] = [await cluster.issueToken(), await cluster.issueToken()];
    expect([(await agent.ask(one)).status, (await agent.ask(two)).status]).toEqual([200, 200]);
    const samples = await agent.metrics();
    expect(samples.get('podkey_agent_token_verifications_total{outcome="verified"}')).toBe(2);
    // A rotated token of the same pod costs no exchange.
    expect(samples.get("podkey_agent_cache_misses_total")).toBe(1);
  });

  it("listens on a unix socket, probes it, and removes it at the end", async () => {
    const folder = await mkdtemp(join(tmpdir(), "podkey-test-"));
    const socketPath = join(folder, "agent.sock");
    const agent = await cluster.start({ args: ["--unix", socketPath] });
    expect(agent.ready["urls"]).toEqual([agent.url, `unix:${socketPath}`]);
    const authorization = await cluster.issueToken();
    expect(await statusOf({ socketPath, path: "/v1/credentials", headers: { authorization } })).toBe(200);
    expect(await agent.probe("/healthz")).toBe(200);
    expect(await agent.stop()).toBe(0);
    expect(await rm(socketPath).catch(({ code }: NodeJS.ErrnoException) => code)).toBe("ENOENT");
    await rm(folder, { recursive: true });
  });

  it("goes on when the reader of its log has ended", async () => {
    const agent = await cluster.start();
    agent.child.stdout?.destroy();
    for (let times = 0; times < 3; times += 1) expect((await agent.ask("no.token")).status).toBe(400);
    expect((await agent.ask(await cluster.issueToken())).status).toBe(200);
    expect(await agent.stop()).toBe(0);
  });

  it("serves neither probes nor metrics if both are off", async () => {
    const agent = await cluster.start({ args: ["--probe-port", "off", "--metrics-port", "off"] });
    expect(Object.keys(agent.ready)).not.toContain("probes");
    expect(Object.keys(agent.ready)).not.toContain("metrics");
  });
});

import type { Command } from "commander";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { addAgentCommand } from "../../../cli/agent/command.ts";
import type { LogLevel } from "../../../cli/agent/log.ts";
import type { AgentCommandOptions } from "../../../cli/agent/run-agent.ts";
import { programWith } from "./in-process.ts";

const runAgent = vi.fn<(options: AgentCommandOptions, level: LogLevel) => Promise<void>>();

const DEFAULTS = {
  port: 80,
  probePort: 2703,
  metricsAddress: "127.0.0.1",
  metricsPort: 2705,
  maxCredentialRetentionBeforeRenewal: 10_800_000,
  maxCacheSize: 2000,
  maxServiceQps: 3,
  maxServiceBurst: 100,
};

beforeEach(() => {
  runAgent.mockClear();
});

function agentProgram(): Command {
  return programWith((program) => addAgentCommand(program, runAgent));
}

/** Parses the flags of `podkey agent`, and returns the options and the log level with which it would run. */
async function parse(args: readonly string[]) {
  await agentProgram().parseAsync(["agent", ...args], { from: "user" });
  expect(runAgent).toHaveBeenCalledOnce();
  const [options, level] = runAgent.mock.lastCall ?? [];
  return { options, level };
}

describe("the flags of podkey agent", () => {
  it.each(["-c", "--cluster-name"])("have defaults, except for the cluster of %s", async (flag) => {
    expect(await parse([flag, "demo"])).toEqual({
      options: { clusterName: "demo", ...DEFAULTS },
      level: "info",
    });
  });

  it.each<[string[], object]>([
    [["-p", "1"], { port: 1 }],
    [["--port", "0"], { port: 0 }],
    [["-b", "127.0.0.1", "::1"], { bindHosts: ["127.0.0.1", "::1"] }],
    [["--bind-hosts", "127.0.0.1"], { bindHosts: ["127.0.0.1"] }],
    [["--unix", "/run/agent.sock"], { unix: "/run/agent.sock" }],
    [["--allow-any-host"], { allowAnyHost: true }],
    [["--probe-port", "off"], { probePort: "off" }],
    [["--metrics-address", "::"], { metricsAddress: "::" }],
    [["--metrics-port", "off"], { metricsPort: "off" }],
    [["--region", "eu-west-1"], { region: "eu-west-1" }],
    [["--endpoint", "https://example.com"], { endpoint: "https://example.com" }],
    [["--allow-tokens-over-http"], { allowTokensOverHttp: true }],
    [["--rotate-credentials"], { rotateCredentials: true }],
    [["--max-credential-retention-before-renewal", "1m"], { maxCredentialRetentionBeforeRenewal: 60_000 }],
    [["--max-cache-size", "1000000"], { maxCacheSize: 1_000_000 }],
    [["--max-service-qps", "0.5"], { maxServiceQps: 0.5 }],
    [["--max-service-burst", "7"], { maxServiceBurst: 7 }],
    [["--verify-tokens"], { verifyTokens: true }],
    [["--token-issuer", "https://example.com"], { tokenIssuer: "https://example.com" }],
    [["--jwks-url", "https://example.com/keys"], { jwksUrl: "https://example.com/keys" }],
    [["--issuer-token-file", "token"], { issuerTokenFile: "token" }],
    [["--issuer-ca-file", "ca.crt"], { issuerCaFile: "ca.crt" }],
    [["--allow-http-issuer"], { allowHttpIssuer: true }],
  ])("%j set the options %j", async (args, options) => {
    expect((await parse(["-c", "demo", ...args])).options).toEqual({
      clusterName: "demo",
      ...DEFAULTS,
      ...options,
    });
  });

  it.each([
    [["--quiet"], "error"],
    [["--log-level", "debug"], "debug"],
    [["-v", "warn"], "warn"],
    [["-v", "trace", "--quiet"], "debug"],
  ])("%j set the log level %s", async (args, level) => {
    expect((await parse(["-c", "demo", ...args])).level).toBe(level);
  });

  it.each([
    ["--cluster-name", "../x"],
    ["--port", "65536"],
    ["--probe-port", "on"],
    ["--metrics-port", "65536"],
    ["--region", "us west 2"],
    ["--endpoint", "eks-auth"],
    ["--max-credential-retention-before-renewal", "3"],
    ["--max-cache-size", "1000001"],
    ["--max-service-qps", "0"],
    ["--max-service-burst", "0"],
    ["--token-issuer", "issuer"],
    ["--jwks-url", "keys"],
    ["--log-level", "loud"],
  ])("refuse %s %s", async (flag, value) => {
    await expect(parse(["-c", "demo", flag, value])).rejects.toThrow(flag);
    expect(runAgent).not.toHaveBeenCalled();
  });

  it("show a duration of their help as the user writes it", () => {
    expect(agentProgram().commands[0]?.helpInformation()).toContain("(default: 3h)");
  });

  it("name a cluster, which is required", async () => {
    await expect(parse([])).rejects.toThrow(
      "error: required option '-c, --cluster-name <name>' not specified",
    );
  });
});

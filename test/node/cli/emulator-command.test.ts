import { createServer } from "node:net";
import process from "node:process";
import { afterEach, describe, expect, it } from "vitest";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import {
  emulatorCommand,
  endpointsAt,
  KEYS,
  POD_FLAGS,
  portsOf,
  runEmulator,
  UNSET,
  useEmulator,
} from "./emulator-command.ts";
import { endSignals, takeOutput } from "./in-process.ts";

afterEach(endSignals);

describe("the command podkey emulator", () => {
  it("names all variables to set and to unset", async () => {
    const { url, port, ...rest } = await useEmulator([], async (printed) => printed);

    expect(url).toBe(`http://127.0.0.1:${port}`);
    const region = { AWS_REGION: "us-west-2", AWS_DEFAULT_REGION: "us-west-2" };
    expect(rest).toEqual({ env: { ...endpointsAt(url), ...region, ...KEYS }, unset: UNSET });
  });

  it.each(["SIGINT", "SIGTERM"] as const)("stops to listen at %s", async (signal) => {
    const url = await useEmulator([], async (printed) => printed.url, signal);

    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  it("prints shell code without --json", async () => {
    const output = takeOutput();
    const ended = runEmulator(["--port", "0"]);
    const first = await output.first;
    process.emit("SIGTERM");
    await ended;
    output.restore();

    expect(first).toBe(`unset ${UNSET.join(" ")}`);
  });

  it("serves the first cluster and the region of its flags, at the public URL of its server", async () => {
    const args = ["--region", "eu-west-1", "--cluster", "one", "two", "--host", "::1"];
    const { url, env, statuses, issuer } = await useEmulator(args, async (printed) => {
      const statusOf = async (name: string) =>
        (await fetch(`${printed.url}/k8s/${name}/openid/v1/jwks`)).status;
      const configuration = await fetch(`${printed.url}/k8s/one/.well-known/openid-configuration`);
      const { issuer } = (await configuration.json()) as { issuer: string };
      return { ...printed, issuer, statuses: await Promise.all(["one", "two", "demo"].map(statusOf)) };
    });

    expect(url).toContain("http://[::1]:");
    expect(issuer).toContain(url);
    expect(env).toMatchObject({ AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-1" });
    expect(statuses).toEqual([200, 200, 404]);
  });

  it("has the cluster demo, and delays changes by the flag's milliseconds", async () => {
    const args = ["--agent", "--consistency-delay-ms", "3600000"];
    const failure = await useEmulator(args, (printed) =>
      fromContainer({ ports: portsOf(printed) })().then(() => undefined, String),
    );

    expect(failure).toContain("404");
    expect(await useEmulator([], ({ url }) => fetch(`${url}/k8s/demo/openid/v1/jwks`))).toMatchObject({
      status: 200,
    });
  });

  it("has defaults for every flag", () => {
    expect(emulatorCommand().commands[0]?.opts()).toEqual({
      port: 4566,
      host: "127.0.0.1",
      region: "us-west-2",
      cluster: ["demo"],
      consistencyDelayMs: 0,
      agentPort: 0,
      roleArn: "arn:aws:iam::111122223333:role/pod",
      namespace: "default",
      serviceAccount: "default",
      tokenExpirationSeconds: 600,
    });
  });

  it.each([
    ["--port", "65536"],
    ["--consistency-delay-ms", "-1"],
    ["--agent-port", "65536"],
    ["--token-expiration-seconds", "0"],
    ["--token-expiration-seconds", "86401"],
    ["--role-arn", "checkout"],
    ["--region", "us west 2"],
  ])("refuses %s %s", async (flag, value) => {
    await expect(runEmulator(["--agent", `${flag}=${value}`])).rejects.toThrow(flag);
  });

  it.each(POD_FLAGS)("refuses %s without --agent", async (flag, value) => {
    await expect(runEmulator(["--port", "0", flag, value])).rejects.toThrow(
      `error: ${flag} has no effect without --agent: add --agent`,
    );
  });

  it.each([
    [["--port"], "choose another with --port"],
    [["--port", "0", "--agent", "--agent-port"], "choose another with --agent-port"],
  ])("says what to do if the port of %j is taken", async (args, advice) => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const failure = await runEmulator([...args, String(port)]).then(() => undefined, String);
    await new Promise((resolve) => taken.close(resolve));

    expect(failure).toBe(`Error: cannot listen on 127.0.0.1:${port}: EADDRINUSE; ${advice}`);
  });
});

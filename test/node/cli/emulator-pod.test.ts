import { access } from "node:fs/promises";
import { devNull } from "node:os";
import { afterEach, describe, expect, it, vi } from "vitest";
import { nodePorts } from "../../../runtimes/node/ports.ts";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import { createClient } from "../../../src/http/client.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";
import { readClaims } from "../../../src/tokens/service-account-token.ts";
import { endpointsAt, KEYS, portsOf, runEmulator, UNSET, useEmulator } from "./emulator-command.ts";
import { endSignals, freePort } from "./in-process.ts";

const UNSET_FOR_AGENT = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
];

afterEach(() => {
  endSignals();
  vi.unstubAllEnvs();
});

describe("the command podkey emulator --agent", () => {
  it("makes a program a pod, and names the administrator's keys apart from its variables", async () => {
    const { arn, printed, token } = await useEmulator(["--agent"], async (printed) => {
      const ports = portsOf(printed);
      const client = createClient({ credentials: fromContainer({ ports }), ports });
      const token = (await nodePorts().readText(printed.agent?.tokenFile ?? "")) ?? "";
      return { printed, token, arn: (await getCallerIdentity(client)).arn };
    });
    const { url, env, unset, agent, administrator } = printed;

    expect(arn).toMatch(/^arn:aws:sts::111122223333:assumed-role\/pod\/eks-demo-default-0-/);
    expect(env).toEqual({
      ...endpointsAt(url),
      AWS_REGION: "us-west-2",
      AWS_DEFAULT_REGION: "us-west-2",
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_CONFIG_FILE: devNull,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${agent?.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: agent?.tokenFile,
    });
    expect(agent?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(unset).toEqual([...UNSET_FOR_AGENT, ...UNSET]);
    expect(administrator).toEqual(KEYS);
    const { exp, iat = 0 } = readClaims({ token, source: "the file" }) as { exp: number; iat?: number };
    expect(exp - iat).toBe(600);
  });

  it("gives the pod of its flags the first cluster", async () => {
    const pod = "--role-arn arn:aws:iam::111122223333:role/checkout --namespace shop --service-account cart";
    const args = ["--agent", ...pod.split(" "), "--cluster", "one", "two"];
    const arn = await useEmulator(args, async (printed) => {
      const ports = portsOf(printed);
      return (await getCallerIdentity(createClient({ credentials: fromContainer({ ports }), ports }))).arn;
    });

    expect(arn).toContain(":assumed-role/checkout/eks-one-cart-0-");
  });

  it("answers a program that names localhost", async () => {
    const statuses = await useEmulator(["--agent"], async ({ agent }) => {
      const { port } = new URL(agent?.url ?? "");
      const named = async (host: string) => (await fetch(`http://${host}:${port}/v1/credentials`)).status;
      return [await named("127.0.0.1"), await named("localhost")];
    });

    expect(statuses).toEqual([400, 400]);
  });

  it("stops the agent and removes the token's file at its end", async () => {
    const agent = await useEmulator(["--agent"], async (printed) => printed.agent);

    await expect(fetch(agent?.url ?? "")).rejects.toThrow("fetch failed");
    await expect(access(agent?.tokenFile ?? "")).rejects.toThrow("ENOENT");
  });

  it("stops the agent if no token can be written", async () => {
    const port = await freePort();
    vi.stubEnv("TMPDIR", devNull);
    const failure = await runEmulator(["--port", "0", "--agent", "--agent-port", String(port)]).then(
      () => undefined,
      String,
    );

    expect(failure).toContain("/podkey-pod-");
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow("fetch failed");
  });

  it("stops listening if the pod cannot be made", async () => {
    const port = await freePort();
    const failure = await runEmulator([
      "--port",
      String(port),
      "--agent",
      "--namespace",
      "Not_A_Namespace",
    ]).then(() => undefined, String);

    expect(failure).toContain("namespace");
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow("fetch failed");
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPodIdentityAssociation } from "../../src/eks/associations.ts";
import { assumeRoleForPodIdentity } from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import { createClient } from "../../src/http/client.ts";
import {
  type EmulatorProcess,
  type FinishedCommand,
  plainEnvironment,
  runCommand,
  startEmulatorProcess,
} from "../node/cli/podkey-process.ts";
import { CREDENTIALS, ROLE_ARN } from "../support/aws-examples.ts";

const TOKEN_REQUEST = fileURLToPath(new URL("token-request.json", import.meta.url));

describe("kubectl, pointed at `podkey emulator`", () => {
  let emulator: EmulatorProcess;
  let home: string;

  beforeAll(async () => {
    emulator = await startEmulatorProcess();
    home = await mkdtemp(join(tmpdir(), "podkey-kubectl-"));
  });

  afterAll(async () => {
    await emulator.stop();
    await rm(home, { recursive: true });
  });

  function createToken(clusterName: string): Promise<FinishedCommand> {
    const path = `/k8s/${clusterName}/api/v1/namespaces/shop/serviceaccounts/checkout/token`;
    const args = ["create", "--raw", path, "-f", TOKEN_REQUEST, "--server", emulator.url];
    return runCommand("kubectl", args, plainEnvironment({ HOME: home }));
  }

  function createTokenByName(...args: readonly (readonly string[])[]): Promise<FinishedCommand> {
    const server = ["--server", `${emulator.url}/k8s/demo`, "--namespace", "shop"];
    const command = ["create", "token", "checkout", ...server, ...args.flat()];
    return runCommand("kubectl", command, plainEnvironment({ HOME: home }));
  }

  it("gets a token that EKS Auth exchanges", async () => {
    const client = createClient({
      region: "us-west-2",
      endpoint: emulator.url,
      credentials: CREDENTIALS,
    });
    const pair = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };
    await createPodIdentityAssociation(client, { ...pair, roleArn: ROLE_ARN });
    const { exitCode, stdout } = await createToken("demo");
    expect(exitCode).toBe(0);
    const { kind, status } = JSON.parse(stdout) as { kind: string; status: { token: string } };
    expect(kind).toBe("TokenRequest");
    const session = await assumeRoleForPodIdentity(client, { clusterName: "demo", token: status.token });
    expect(session.subject).toEqual({ namespace: "shop", serviceAccount: "checkout" });
    expect(session.assumedRoleUser.arn).toContain(":assumed-role/checkout/eks-demo-checkout-0-");
  });

  describe("with `create token`", () => {
    it("prints a token with its audiences, lifetime and pod", async () => {
      const { exitCode, stdout } = await createTokenByName(
        ["--audience", "pods.eks.amazonaws.com", "--audience", "sts.amazonaws.com", "--duration", "2h"],
        ["--bound-object-kind", "Pod", "--bound-object-name", "checkout-0", "--bound-object-uid", "uid-1"],
      );
      expect(exitCode).toBe(0);
      const claims = decodeJwt(stdout.trim());
      expect(claims).toMatchObject({
        aud: ["pods.eks.amazonaws.com", "sts.amazonaws.com"],
        sub: "system:serviceaccount:shop:checkout",
        "kubernetes.io": { pod: { name: "checkout-0", uid: "uid-1" } },
      });
      expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(7200);
    });

    it.each(["Secret", "Node"])("binds a token to a %s", async (kind) => {
      const bound = ["--bound-object-kind", kind, "--bound-object-name", "bound-1"];
      const { exitCode, stdout } = await createTokenByName(bound);
      expect(exitCode).toBe(0);
      expect(decodeJwt(stdout.trim())["kubernetes.io"]).toMatchObject({
        [kind.toLowerCase()]: { name: "bound-1", uid: expect.any(String) },
      });
    });

    it("prints the complete TokenRequest with `-o json`", async () => {
      const { exitCode, stdout } = await createTokenByName(["-o", "json"]);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        kind: "TokenRequest",
        spec: { expirationSeconds: 3600 },
        status: { token: expect.any(String) },
      });
    });

    it("prints the cause of an invalid lifetime", async () => {
      const { exitCode, stderr } = await createTokenByName(["--duration", "60s"]);
      expect(exitCode).toBe(1);
      expect(stderr).toContain("may not specify a duration less than 10 minutes");
    });
  });

  it("reads the discovery document and the keys with `get --raw`", async () => {
    for (const path of ["/.well-known/openid-configuration", "/openid/v1/jwks"]) {
      const args = ["get", "--raw", `/k8s/demo${path}`, "--server", emulator.url];
      const { exitCode, stdout } = await runCommand("kubectl", args, plainEnvironment({ HOME: home }));
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({});
    }
  });

  it("prints an error Status as `Error from server`", async () => {
    const { exitCode, stderr } = await createToken("none");
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Error from server (NotFound): clusters "none" not found');
  });
});

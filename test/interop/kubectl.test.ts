import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

  it("prints an error Status as `Error from server`", async () => {
    const { exitCode, stderr } = await createToken("none");
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Error from server (NotFound): cluster "none" not found');
  });
});

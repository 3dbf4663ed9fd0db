import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { createPodIdentityAssociation } from "../../../src/eks/associations.ts";
import type { IssueTokenRequest } from "../../../src/emulator/emulator-inputs.ts";
import type { EmulatorSession } from "../../../src/emulator/world/principals.ts";
import { createClient } from "../../../src/http/client.ts";
import { ROLE_ARN } from "../../support/aws-examples.ts";
import { type ServedEmulator, serveEmulator } from "../served-emulator.ts";

/** A served emulator with a clock that a test can set. */
export interface ClockedEmulator extends ServedEmulator {
  readonly clock: { offsetMs: number };
  readonly now: () => number;
}

/** The token file and variables that EKS gives a pod with an association. */
export interface EmulatedPod {
  readonly tokenFile: string;
  /** The environment of a client in the pod. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes a new token into the file, as the kubelet does, and returns it. */
  rotateToken(): Promise<string>;
  remove(): Promise<void>;
}

/** A service account of the cluster demo, and the pod that runs as it. */
export type PodIdentity = Pick<IssueTokenRequest, "serviceAccount" | "podName">;

/** The service account that has an association. */
export const CHECKOUT = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" } as const;

/** Serves an emulator whose log holds every request of a test. */
export async function serveClockedEmulator(offsetMs = 0): Promise<ClockedEmulator> {
  const clock = { offsetMs };
  const now = (): number => Date.now() + clock.offsetMs;
  const served = await serveEmulator({ now, requestLogSize: 50_000 });
  return { ...served, clock, now };
}

/** Associates the service account checkout with its role. */
export async function associateCheckout({ settings, now }: ClockedEmulator): Promise<void> {
  const client = createClient({ ...settings, ports: { now } });
  await createPodIdentityAssociation(client, { ...CHECKOUT, roleArn: ROLE_ARN });
}

/** Returns the issuer of the cluster's tokens. */
export async function issuerOf({ emulator }: ServedEmulator): Promise<string> {
  const { iss = "" } = decodeJwt(await emulator.issueToken(CHECKOUT));
  return iss;
}

/** Makes a pod in the namespace shop whose token file holds its first token. */
export async function startPod(
  { emulator, url }: ServedEmulator,
  identity: PodIdentity,
  agentUrl: string,
): Promise<EmulatedPod> {
  const folder = await mkdtemp(join(tmpdir(), "podkey-pod-"));
  const tokenFile = join(folder, "eks-pod-identity-token");
  const rotateToken = async (): Promise<string> => {
    const token = await emulator.issueToken({ clusterName: "demo", namespace: "shop", ...identity });
    await writeFile(`${tokenFile}.new`, token);
    await rename(`${tokenFile}.new`, tokenFile);
    return token;
  };
  await rotateToken();
  return {
    tokenFile,
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${agentUrl}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
      AWS_REGION: "us-west-2",
      AWS_DEFAULT_REGION: "us-west-2",
      AWS_ENDPOINT_URL: url,
    },
    rotateToken,
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Returns the tokens that were exchanged at the emulator, oldest first. */
export function exchangedTokens({ emulator }: ServedEmulator): string[] {
  return emulator.requests
    .filter(({ operation }) => operation === "AssumeRoleForPodIdentity")
    .map(({ body }) => (JSON.parse(body) as { token: string }).token);
}

/** Returns the session that signed the last GetCallerIdentity, or `undefined` if none did. */
export function lastSigner({ emulator }: ServedEmulator): EmulatorSession | undefined {
  const last = emulator.requests.findLast(({ operation }) => operation === "GetCallerIdentity");
  const [, accessKeyId = ""] = /Credential=([^/]+)\//.exec(last?.headers["authorization"] ?? "") ?? [];
  return emulator.session(accessKeyId);
}

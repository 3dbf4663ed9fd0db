import {
  assumeRoleForPodIdentity,
  POD_IDENTITY_AUDIENCE,
} from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import type { PodIdentitySession } from "../../src/eks-auth/pod-identity-session.ts";
import { isPodkeyError } from "../../src/errors/any-error.ts";
import type { ServiceError } from "../../src/errors/call-errors.ts";
import { resolvePorts } from "../../src/ports.ts";
import { check } from "./narrator.ts";
import { POD, type Stage } from "./stage.ts";

const POLL_MS = 50;
const PATIENCE_MS = 10_000;

/** Requests a token of the pod's service account from the Kubernetes API, as the kubelet does for a projected volume. */
export async function requestToken({ server }: Stage): Promise<string> {
  const { clusterName, namespace, serviceAccount } = POD;
  const path = `/k8s/${clusterName}/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
  const response = await fetch(server.url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: {
        audiences: [POD_IDENTITY_AUDIENCE],
        expirationSeconds: 3600,
        boundObjectRef: {
          kind: "Pod",
          apiVersion: "v1",
          name: "checkout-7d4b9",
          uid: "9f8a1c52-0c7e-4d55-b1a4-3f2f0f6f1a11",
        },
      },
    }),
  });
  check(response.status === 201, "the Kubernetes API answers the TokenRequest with 201");
  const { status } = (await response.json()) as { status: { token: string } };
  return status.token;
}

/** Exchanges a token for credentials of the associated role. */
export function exchange({ client }: Stage, token: string): Promise<PodIdentitySession> {
  return assumeRoleForPodIdentity(client, { clusterName: POD.clusterName, token });
}

/** Exchanges the token until the outcome is as expected. EKS has no other sign that a change is effective. */
export async function pollExchange(
  stage: Stage,
  token: string,
  isExpected: (outcome: PodIdentitySession | ServiceError) => boolean,
): Promise<{ outcome: PodIdentitySession | ServiceError; tries: number }> {
  const { now, sleep } = resolvePorts();
  const deadlineMs = now() + PATIENCE_MS;
  for (let tries = 1; ; tries += 1) {
    const outcome = await exchange(stage, token).catch(serviceErrorOf);
    if (isExpected(outcome)) return { outcome, tries };
    check(now() < deadlineMs, `the change is effective within ${PATIENCE_MS} ms`);
    await sleep(POLL_MS);
  }
}

/** Returns the service error that a call rejected with. Rethrows any other error. */
export function serviceErrorOf(error: unknown): ServiceError {
  if (isPodkeyError(error) && error.code === "SERVICE") return error;
  throw error;
}

/** Waits for a call that must be refused, and returns its service error. */
export async function refusalOf(call: Promise<unknown>): Promise<ServiceError> {
  const outcome = await call.then(() => undefined, serviceErrorOf);
  check(outcome !== undefined, "the call is refused");
  return outcome;
}

import { CLUSTER_NAME, TEXT } from "../aws/names.ts";
import type { ObjectShape } from "../aws/shape.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { secretsOf } from "../http/confidential.ts";
import { callRestJson } from "../http/protocols/rest-json.ts";
import { percentEncode } from "../lib/url.ts";
import type { Pod } from "../tokens/service-account-token.ts";
import { adviceOn } from "./advice.ts";
import { type PodIdentitySession, SESSION_RESPONSE, toPodIdentitySession } from "./pod-identity-session.ts";

/** The audience that a token for EKS Auth must have. */
export const POD_IDENTITY_AUDIENCE = "pods.eks.amazonaws.com";

/** The input of `assumeRoleForPodIdentity`. */
export interface AssumeRoleForPodIdentityInput {
  /** The name of the EKS cluster. */
  readonly clusterName: string;
  /** A service-account token for the audience `pods.eks.amazonaws.com`. Secret. */
  readonly token: string;
  /** The name of the pod's node, for AWS's audit trail. Default: none. */
  readonly eksNodeName?: string;
  /** The id of the node's EC2 instance, e.g. `i-1234567890abcdef0`, for AWS's audit trail. Default: none. */
  readonly instanceId?: string;
  /** The id of the node's Availability Zone, e.g. `usw2-az1`, for AWS's audit trail. Default: none. */
  readonly zone?: string;
}

/** The form of a token that EKS Auth accepts: three parts, the last of which is a signature. */
export const JWT: RegExp = /^[\w=-]+\.[\w=-]+\.[\w=-]+$/;

const INPUT: ObjectShape<AssumeRoleForPodIdentityInput> = {
  required: {
    clusterName: CLUSTER_NAME,
    token: {
      type: "string",
      check: (token) =>
        JWT.test(token) ? undefined : "must be a JWT: three base64url parts joined by dots, and nothing else",
    },
  },
  optional: { eksNodeName: TEXT, instanceId: TEXT, zone: TEXT },
};

/**
 * Exchanges a service-account token for credentials of the associated role (EKS Auth AssumeRoleForPodIdentity). The client's
 * credentials must allow `eks-auth:AssumeRoleForPodIdentity`, as those of a node do. Throws `SERVICE` with
 * `ResourceNotFoundException` if no association is in effect, with `ExpiredTokenException`, `InvalidTokenException`, or
 * `AccessDeniedException`, which has status 400.
 *
 * @example
 * const { credentials } = await assumeRoleForPodIdentity(client, { clusterName: "demo", token });
 */
export function assumeRoleForPodIdentity(
  client: ClientSource,
  input: AssumeRoleForPodIdentityInput,
  options?: CallOptions,
): Promise<PodIdentitySession> {
  return assumeRoleForPod(client, input, { ...options });
}

/** Does the same as `assumeRoleForPodIdentity`, and names the pod in the advice of an error. */
export async function assumeRoleForPod(
  client: ClientSource,
  input: AssumeRoleForPodIdentityInput,
  { pod, ...options }: CallOptions & { readonly pod?: () => Pod | undefined },
): Promise<PodIdentitySession> {
  const session = await callRestJson(
    client,
    {
      service: "eks-auth",
      name: "AssumeRoleForPodIdentity",
      method: "POST",
      input: INPUT,
      path: ({ clusterName }) => `/clusters/${percentEncode(clusterName)}/assume-role-for-pod-identity`,
      body: ({ clusterName: _cluster, ...members }) => members,
      secrets: ({ token }) => secretsOf(token),
      advise: ({ awsMessage }) => adviceOn(awsMessage, { clusterName: input.clusterName, ...pod?.() }),
      output: SESSION_RESPONSE,
    },
    input,
    options,
  );
  return toPodIdentitySession(session);
}

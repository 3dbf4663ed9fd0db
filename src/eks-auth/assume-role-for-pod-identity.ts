import type { CallOptions } from "../http/attempt.ts";
import type { Client } from "../http/client.ts";
import { callRestJson } from "../http/protocols/rest-json.ts";
import { percentEncode } from "../lib/percent-encoding.ts";
import {
  type AssumeRoleForPodIdentityInput,
  checkAssumeRoleForPodIdentity,
  decodePodIdentitySession,
  type PodIdentitySession,
} from "./eks-auth.ts";

/**
 * Exchanges a service-account token for credentials of the associated role (EKS Auth AssumeRoleForPodIdentity). The
 * call itself is signed with credentials that hold `eks-auth:AssumeRoleForPodIdentity`, as a node's. Throws `SERVICE`
 * with `ResourceNotFoundException` where no association is effective, `ExpiredTokenException`, `InvalidTokenException`,
 * or `AccessDeniedException`, which arrives with status 400.
 *
 * @example
 * const { credentials } = await assumeRoleForPodIdentity(client, { clusterName: "demo", token });
 */
export async function assumeRoleForPodIdentity(
  client: Client,
  input: AssumeRoleForPodIdentityInput,
  options?: CallOptions,
): Promise<PodIdentitySession> {
  checkAssumeRoleForPodIdentity(input);
  const { clusterName, ...members } = input;
  const result = await callRestJson(
    client,
    {
      service: "eks-auth",
      operation: "AssumeRoleForPodIdentity",
      method: "POST",
      path: `/clusters/${percentEncode(clusterName)}/assume-role-for-pod-identity`,
      body: members,
      secrets: [input.token],
    },
    options,
  );
  return decodePodIdentitySession(result.body, result.context);
}

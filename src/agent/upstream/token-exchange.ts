import type { AwsCredentials } from "../../aws/credentials.ts";
import {
  type AssumeRoleForPodIdentityInput,
  assumeRoleForPod,
} from "../../eks-auth/assume-role-for-pod-identity.ts";
import type { ClientSource } from "../../http/client.ts";
import type { MaybePromise } from "../../ports.ts";
import type { Pod } from "../../tokens/service-account-token.ts";

/**
 * Exchanges a token for credentials, which must have an expiration. After a `ServiceError` that no later attempt can change,
 * for example `AccessDenied` or `InvalidIdentityToken`, the agent drops the pod's cached credentials. After any other error it
 * keeps them.
 */
export type TokenExchange = (request: {
  /** The service-account token, verified only if the agent has a verifier. */
  readonly token: string;
  /** The pod that the token names. */
  readonly pod: Pod;
}) => Promise<AwsCredentials>;

/** Where the pods run, for AWS's audit trail: node name, instance id and availability zone id. */
export type NodeIdentity = Pick<AssumeRoleForPodIdentityInput, "eksNodeName" | "instanceId" | "zone">;

/** Makes the exchange at EKS Auth (AssumeRoleForPodIdentity). */
export function exchangeAtEksAuth(
  client: ClientSource,
  clusterName: string,
  node: () => MaybePromise<NodeIdentity>,
): TokenExchange {
  let known: NodeIdentity = {};
  return async ({ token, pod }) => {
    if (Object.keys(known).length === 0) known = await node();
    const input = { ...known, clusterName, token };
    const { credentials } = await assumeRoleForPod(client, input, { pod: () => pod });
    return credentials;
  };
}

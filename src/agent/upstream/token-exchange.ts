import type { AwsCredentials } from "../../aws/credentials.ts";
import { assumeRoleForPodIdentity } from "../../eks-auth/assume-role-for-pod-identity.ts";
import type { AssumeRoleForPodIdentityInput } from "../../eks-auth/eks-auth.ts";
import type { Client } from "../../http/client.ts";
import type { MaybePromise } from "../../ports.ts";
import type { Pod } from "../../tokens/pod.ts";

/**
 * Turns a token into credentials. They must have an expiration. A refusal of EKS Auth or STS that no repetition can change,
 * as `AccessDenied` or `InvalidIdentityToken`, ends what is kept; any other error leaves it.
 */
export type TokenExchange = (request: {
  readonly token: string;
  readonly pod: Pod;
}) => Promise<AwsCredentials>;

/** Where the agent runs, for AWS's audit trail. */
export type NodeIdentity = Pick<AssumeRoleForPodIdentityInput, "eksNodeName" | "instanceId" | "zone">;

/** Exchanges tokens at EKS Auth (AssumeRoleForPodIdentity). */
export function exchangeAtEksAuth(
  client: Client,
  clusterName: string,
  node: () => MaybePromise<NodeIdentity>,
): TokenExchange {
  let known: NodeIdentity = {};
  return async ({ token }) => {
    if (Object.keys(known).length === 0) known = await node();
    const { credentials } = await assumeRoleForPodIdentity(client, { ...known, clusterName, token });
    return credentials;
  };
}

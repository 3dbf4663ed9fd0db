import { SignJWT } from "jose";
import { newUuid, stableUuid } from "../wire/identifiers.ts";
import type { Cluster } from "../world/cluster.ts";
import { issuerOf } from "../world/clusters.ts";
import type { World } from "../world/world.ts";

/** The service account of a token, and the object that the token is bound to. */
export interface TokenSubject {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The pod that the token is bound to. EKS Auth refuses a token without a pod. */
  readonly podName?: string | undefined;
  readonly podUid?: string | undefined;
  readonly nodeName?: string | undefined;
}

/** A service-account token and its expiration. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Signs a service-account token with the claims that Kubernetes sets. */
export async function signServiceAccountToken(
  world: World,
  cluster: Cluster,
  subject: TokenSubject,
  audiences: readonly string[],
  lifetimeSeconds: number,
): Promise<IssuedToken> {
  const issuedAt = Math.floor(world.now() / 1000);
  const expiresAt = issuedAt + lifetimeSeconds;
  const key = await cluster.keys.current();
  cluster.keys.noteExpiration(expiresAt * 1000);
  const token = await new SignJWT({
    aud: [...audiences],
    exp: expiresAt,
    iat: issuedAt,
    iss: issuerOf(world, cluster),
    jti: newUuid(world.random),
    "kubernetes.io": kubernetesClaim(cluster, subject),
    nbf: issuedAt,
    sub: `system:serviceaccount:${subject.namespace}:${subject.serviceAccount}`,
  })
    .setProtectedHeader({ alg: "RS256", kid: key.kid })
    .sign(key.privateKey);
  return { token, expiresAtMs: expiresAt * 1000 };
}

function kubernetesClaim(cluster: Cluster, subject: TokenSubject): Readonly<Record<string, unknown>> {
  const { namespace, serviceAccount, podName, nodeName } = subject;
  const place = `${cluster.id}/${namespace}`;
  return {
    namespace,
    ...(nodeName !== undefined && {
      node: { name: nodeName, uid: stableUuid(`${cluster.id}/node/${nodeName}`) },
    }),
    ...(podName !== undefined && {
      pod: { name: podName, uid: subject.podUid ?? stableUuid(`${place}/pod/${podName}`) },
    }),
    serviceaccount: { name: serviceAccount, uid: stableUuid(`${place}/serviceaccount/${serviceAccount}`) },
  };
}

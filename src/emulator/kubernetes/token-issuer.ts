import { SignJWT } from "jose/jwt/sign";
import { newUuid } from "../wire/identifiers.ts";
import type { Cluster } from "../world/cluster.ts";
import { issuerOf } from "../world/clusters.ts";
import type { World } from "../world/world.ts";

/** The name and uid of a Kubernetes object, as tokens contain them. */
export interface ObjectIdentity {
  readonly name: string;
  /** `undefined` for a node that the API server does not know. */
  readonly uid: string | undefined;
}

/** The service account of a token, and the object that the token is bound to. */
export interface TokenSubject {
  readonly namespace: string;
  readonly serviceAccount: ObjectIdentity;
  /** The pod that the token is bound to. EKS Auth refuses a token without a pod. */
  readonly pod?: ObjectIdentity | undefined;
  /** The node of that pod, or the node that the token is bound to. */
  readonly node?: ObjectIdentity | undefined;
  /** The Secret that the token is bound to. */
  readonly secret?: ObjectIdentity | undefined;
}

/** The audiences and the lifetime of a token. */
export interface TokenTerms {
  readonly audiences: readonly string[];
  readonly lifetimeSeconds: number;
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
  { audiences, lifetimeSeconds, ...subject }: TokenSubject & TokenTerms,
): Promise<IssuedToken> {
  const issuedAt = Math.floor(world.now() / 1000);
  const expiresAt = issuedAt + lifetimeSeconds;
  const key = await cluster.keys.current();
  cluster.keys.noteExpiration(expiresAt * 1000);
  const { namespace, serviceAccount, node, pod, secret } = subject;
  const token = await new SignJWT({
    aud: [...audiences],
    exp: expiresAt,
    iat: issuedAt,
    iss: issuerOf(world, cluster),
    jti: newUuid(world.random),
    "kubernetes.io": { namespace, node, pod, secret, serviceaccount: serviceAccount },
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${serviceAccount.name}`,
  })
    .setProtectedHeader({ alg: "RS256", kid: key.kid })
    .sign(key.privateKey);
  return { token, expiresAtMs: expiresAt * 1000 };
}

import type { Cluster } from "../world/cluster.ts";
import { issuerOf } from "../world/clusters.ts";
import type { World } from "../world/world.ts";
import { KubernetesError } from "./errors.ts";
import { verifyClusterToken } from "./token-verifier.ts";

/** A user of the Kubernetes API, with the permissions that RBAC gives it by default. */
interface KubernetesUser {
  readonly name: string;
  /** Whether the user may create tokens of service accounts. */
  readonly administrates: boolean;
  /** Whether the user may read the discovery documents of the issuer. */
  readonly discovers: boolean;
}

const ANONYMOUS: KubernetesUser = { name: "system:anonymous", administrates: false, discovers: false };
const ADMINISTRATOR: KubernetesUser = { name: "kubernetes-admin", administrates: true, discovers: true };

/** Throws a `KubernetesError` if a strict API server does not let the client create tokens of a service account. */
export async function requireTokenAccess(
  world: World,
  cluster: Cluster,
  headers: Headers,
  account: { readonly namespace: string; readonly name: string },
): Promise<void> {
  const user = await authenticate(world, cluster, headers);
  if (user.administrates) return;
  const { namespace, name } = account;
  const action = `cannot create resource "serviceaccounts/token" in API group "" in the namespace "${namespace}"`;
  const message = `serviceaccounts "${name}" is forbidden: User "${user.name}" ${action}`;
  throw new KubernetesError(403, "Forbidden", message, { name, kind: "serviceaccounts" });
}

/** Throws a `KubernetesError` if a strict API server does not let the client read a document of the issuer. */
export async function requireDocumentAccess(
  world: World,
  cluster: Cluster,
  headers: Headers,
  path: string,
): Promise<void> {
  const user = await authenticate(world, cluster, headers);
  if (user.discovers) return;
  const message = `forbidden: User "${user.name}" cannot get path "${path}"`;
  throw new KubernetesError(403, "Forbidden", message, {});
}

async function authenticate(world: World, cluster: Cluster, headers: Headers): Promise<KubernetesUser> {
  const { strictKubernetes, kubernetesToken } = world.config;
  if (!strictKubernetes) return ADMINISTRATOR;
  const authorization = headers.get("authorization");
  if (authorization === null) return ANONYMOUS;
  const [, token = ""] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (token === kubernetesToken) return ADMINISTRATOR;
  const verdict = await verifyClusterToken(world, cluster, token, issuerOf(world, cluster));
  if (verdict.fault !== undefined) throw new KubernetesError(401, "Unauthorized", "Unauthorized");
  return { name: verdict.claims.sub ?? "", administrates: false, discovers: true };
}

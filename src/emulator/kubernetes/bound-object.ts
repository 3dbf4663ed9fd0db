import type { Cluster } from "../world/cluster.ts";
import type { KubernetesObjectKey } from "../world/kubernetes-objects.ts";
import type { World } from "../world/world.ts";
import { badRequest, KubernetesError, notFound } from "./errors.ts";
import type { ObjectIdentity, TokenSubject } from "./token-issuer.ts";
import type { BoundObjectReference } from "./token-request-input.ts";

/** The service account of a token request. */
interface Account {
  readonly namespace: string;
  readonly name: string;
}

const BINDABLE_KINDS = ["Pod", "Secret", "Node"] as const;

/**
 * Returns the subject of a token. A strict API server refuses unknown accounts and objects with a `KubernetesError`;
 * otherwise every object exists, with the uid of the request or one that is derived from its name.
 */
export function findSubject(
  world: World,
  cluster: Cluster,
  account: Account,
  reference: BoundObjectReference | undefined,
): TokenSubject {
  const { namespace, name } = account;
  const objects = world.kubernetesObjects;
  const strict = world.config.strictKubernetes;
  if (strict && !objects.hasNamespace(cluster, namespace)) throw notFound("namespaces", namespace);
  const key = { kind: "ServiceAccount", namespace, name } as const;
  if (strict && objects.find(cluster, key) === undefined) throw notFound("serviceaccounts", name);
  const subject = { namespace, serviceAccount: { name, uid: objects.uidOf(cluster, key) } };
  if (reference === undefined) return subject;
  return { ...subject, ...bindTo(world, cluster, account, reference) };
}

function bindTo(
  world: World,
  cluster: Cluster,
  account: Account,
  reference: BoundObjectReference,
): Partial<TokenSubject> {
  const kind = BINDABLE_KINDS.find((bindable) => bindable === reference.kind);
  if (kind === undefined || (reference.apiVersion || "v1") !== "v1") throw cannotBind(reference);
  if (reference.name === "") throw badRequest("Name parameter required.");
  const { name, uid } = reference;
  const key = kind === "Node" ? { kind, name } : { kind, namespace: account.namespace, name };
  if (world.config.strictKubernetes) checkObject(world, cluster, account, { ...key, uid });
  const identity = { name, uid: uid || world.kubernetesObjects.uidOf(cluster, key) };
  if (kind === "Pod") return { pod: identity, node: nodeOfPod(world, cluster, key) };
  return kind === "Node" ? { node: identity } : { secret: identity };
}

function checkObject(
  world: World,
  cluster: Cluster,
  account: Account,
  key: KubernetesObjectKey & { readonly uid: string },
): void {
  const { kind, name, uid } = key;
  const object = world.kubernetesObjects.find(cluster, key);
  if (object === undefined) throw notFound(`${kind.toLowerCase()}s`, name);
  if (object.kind === "Pod" && object.serviceAccount !== account.name) {
    const reason = "to pod running with different serviceaccount name.";
    throw badRequest(`cannot bind token for serviceaccount "${account.name}" ${reason}`);
  }
  const recordedUid = world.kubernetesObjects.uidOf(cluster, key);
  if (uid === "" || uid === recordedUid) return;
  const message =
    `Operation cannot be fulfilled on ${kind} "${name}": the UID in the bound object reference (${uid}) does not match ` +
    "the UID in record. The object might have been deleted and then recreated";
  throw new KubernetesError(409, "Conflict", message, { name, kind });
}

function nodeOfPod(world: World, cluster: Cluster, key: KubernetesObjectKey): ObjectIdentity | undefined {
  const pod = world.kubernetesObjects.find(cluster, key);
  if (pod?.kind !== "Pod" || pod.nodeName === undefined) return undefined;
  const node = { kind: "Node", name: pod.nodeName } as const;
  const isKnown = world.kubernetesObjects.find(cluster, node) !== undefined;
  const uid = isKnown ? world.kubernetesObjects.uidOf(cluster, node) : undefined;
  return { name: node.name, uid };
}

function cannotBind({ kind, apiVersion }: BoundObjectReference): KubernetesError {
  const groupVersion = apiVersion.includes("/") ? apiVersion : `/${apiVersion}`;
  return badRequest(`cannot bind token to object of type ${groupVersion}, Kind=${kind}`);
}

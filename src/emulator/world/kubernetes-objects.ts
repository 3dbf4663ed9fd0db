import { stableUuid } from "../wire/identifiers.ts";
import type { Cluster } from "./cluster.ts";

/** An object that a cluster's Kubernetes API knows. */
export type KubernetesObject =
  | {
      readonly kind: "ServiceAccount" | "Secret";
      readonly namespace: string;
      readonly name: string;
      /** Default: derived from the name. */
      readonly uid?: string;
    }
  | {
      readonly kind: "Pod";
      readonly namespace: string;
      readonly name: string;
      /** The name of the pod's service account. */
      readonly serviceAccount: string;
      /** The name of the pod's node. Default: none. */
      readonly nodeName?: string;
      /** Default: derived from the name. */
      readonly uid?: string;
    }
  | {
      readonly kind: "Node";
      readonly name: string;
      /** Default: derived from the name. */
      readonly uid?: string;
    };

/** The kind and the name of an object. Nodes have no namespace. */
export interface KubernetesObjectKey {
  /** The kind of the object. */
  readonly kind: KubernetesObject["kind"];
  /** The namespace. Absent for a node. */
  readonly namespace?: string;
  /** The name of the object. */
  readonly name: string;
}

/** Holds the Kubernetes objects of all clusters. */
export class KubernetesObjects {
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #namespaces = new Set<string>();

  add(cluster: Cluster, object: KubernetesObject): void {
    this.#objects.set(keyOf(cluster, object), object);
    if ("namespace" in object) this.#namespaces.add(namespaceKey(cluster, object.namespace));
  }

  /** Removes an object. Its namespace stays. */
  remove(cluster: Cluster, key: KubernetesObjectKey): void {
    this.#objects.delete(keyOf(cluster, key));
  }

  find(cluster: Cluster, key: KubernetesObjectKey): KubernetesObject | undefined {
    return this.#objects.get(keyOf(cluster, key));
  }

  /** Tells whether any object was added in a namespace. */
  hasNamespace(cluster: Cluster, namespace: string): boolean {
    return this.#namespaces.has(namespaceKey(cluster, namespace));
  }

  /** Returns the uid of an object: the given one, or one that is derived from the name. */
  uidOf(cluster: Cluster, key: KubernetesObjectKey): string {
    const { kind, namespace, name } = key;
    const place = namespace === undefined ? cluster.id : `${cluster.id}/${namespace}`;
    return this.find(cluster, key)?.uid ?? stableUuid(`${place}/${kind.toLowerCase()}/${name}`);
  }
}

function keyOf(cluster: Cluster, { kind, namespace, name }: KubernetesObjectKey): string {
  return JSON.stringify([cluster.name, kind, namespace, name]);
}

function namespaceKey(cluster: Cluster, namespace: string): string {
  return JSON.stringify([cluster.name, namespace]);
}

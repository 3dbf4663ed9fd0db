/** A pod identity association as EKS stores it. Every change creates a new object. */
export interface AssociationRecord {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly associationArn: string;
  readonly associationId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  /** The ARN of the add-on that owns the association. */
  readonly ownerArn: string | undefined;
  readonly disableSessionTags: boolean;
  readonly targetRoleArn: string | undefined;
  /** The `sts:ExternalId` that EKS sends to the target role. */
  readonly externalId: string | undefined;
  readonly policy: string | undefined;
}

/** A record and its place in the order of creation. */
export interface ListedAssociation {
  readonly sequence: number;
  readonly record: AssociationRecord;
}

/** The natural key of an association. */
export interface AssociationPair {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

interface Version<Value> {
  readonly value: Value | undefined;
  readonly effectiveAtMs: number;
}

/** Holds all associations. EKS reads its own writes; EKS Auth sees a change when it has propagated. */
export class AssociationsStore {
  readonly #clusters = new Map<string, Map<string, ListedAssociation>>();
  readonly #idsByPair = new Map<string, string>();
  readonly #effective = new DelayedView<AssociationRecord>();
  #sequence = 0;

  get(clusterName: string, associationId: string): AssociationRecord | undefined {
    return this.#clusters.get(clusterName)?.get(associationId)?.record;
  }

  count(clusterName: string): number {
    return this.#clusters.get(clusterName)?.size ?? 0;
  }

  /** Yields the associations of a cluster that were created after the one with the given sequence number. */
  *after(clusterName: string, sequence: number): Generator<ListedAssociation> {
    for (const listed of this.#clusters.get(clusterName)?.values() ?? []) {
      if (listed.sequence > sequence) yield listed;
    }
  }

  /** Returns the id of the association that holds the pair. A deletion holds it until it takes effect. */
  takenBy(pair: AssociationPair, nowMs: number): string | undefined {
    const key = pairKey(pair);
    return this.#idsByPair.get(key) ?? this.#effective.beingRemoved(key, nowMs)?.associationId;
  }

  /** Returns the association that EKS Auth uses at a time. */
  effective(pair: AssociationPair, nowMs: number): AssociationRecord | undefined {
    return this.#effective.at(pairKey(pair), nowMs);
  }

  /** Adds a record, or replaces the one with its id. EKS Auth sees the change after the delay. */
  put(record: AssociationRecord, nowMs: number, delayMs: number): void {
    const { clusterName, associationId } = record;
    const cluster = this.#clusters.get(clusterName) ?? new Map<string, ListedAssociation>();
    this.#clusters.set(clusterName, cluster);
    const sequence = cluster.get(associationId)?.sequence ?? ++this.#sequence;
    cluster.set(associationId, { sequence, record });
    this.#idsByPair.set(pairKey(record), associationId);
    this.#effective.set(pairKey(record), record, nowMs + delayMs, nowMs);
  }

  /** Replaces the tags of a record. EKS Auth does not use tags, so there is no delay. */
  setTags(record: AssociationRecord, tags: AssociationRecord["tags"]): void {
    const cluster = this.#clusters.get(record.clusterName);
    const listed = cluster?.get(record.associationId);
    if (listed === undefined) return;
    cluster?.set(record.associationId, { ...listed, record: { ...listed.record, tags } });
  }

  /** Removes a record. EKS Auth uses it until the delay has passed. */
  remove(record: AssociationRecord, nowMs: number, delayMs: number): void {
    this.#clusters.get(record.clusterName)?.delete(record.associationId);
    this.#idsByPair.delete(pairKey(record));
    this.#effective.set(pairKey(record), undefined, nowMs + delayMs, nowMs);
  }
}

/** Shows a table as other services see it: each change takes effect at a time of its own. */
class DelayedView<Value> {
  readonly #versions = new Map<string, Version<Value>[]>();

  /** Records a change. The value `undefined` removes the entry. */
  set(key: string, value: Value | undefined, effectiveAtMs: number, nowMs: number): void {
    const inForce = this.#current(key, nowMs);
    if (effectiveAtMs <= nowMs && value === undefined) this.#versions.delete(key);
    else if (effectiveAtMs <= nowMs) this.#versions.set(key, [{ value, effectiveAtMs }]);
    else this.#versions.set(key, [...inForce, { value, effectiveAtMs }]);
  }

  /** Returns the value in force at a time. */
  at(key: string, nowMs: number): Value | undefined {
    const [first] = this.#current(key, nowMs);
    return first !== undefined && first.effectiveAtMs <= nowMs ? first.value : undefined;
  }

  /** Returns the value whose removal has not taken effect at a time. */
  beingRemoved(key: string, nowMs: number): Value | undefined {
    const versions = this.#current(key, nowMs);
    const last = versions.at(-1);
    if (last === undefined || last.value !== undefined || last.effectiveAtMs <= nowMs) return undefined;
    return versions.at(-2)?.value;
  }

  // Drops versions that a later one has replaced. The first version left is in force or will be.
  #current(key: string, nowMs: number): Version<Value>[] {
    const versions = this.#versions.get(key) ?? [];
    let inForce = versions.length - 1;
    while (inForce > 0 && (versions[inForce]?.effectiveAtMs ?? 0) > nowMs) inForce--;
    if (inForce <= 0) return versions;
    const kept = versions.slice(inForce);
    this.#versions.set(key, kept);
    return kept;
  }
}

function pairKey({ clusterName, namespace, serviceAccount }: AssociationPair): string {
  return JSON.stringify([clusterName, namespace, serviceAccount]);
}

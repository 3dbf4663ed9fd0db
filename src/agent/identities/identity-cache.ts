import { Lru } from "../../lib/lru.ts";
import type { EvictionReason } from "../answer/events.ts";
import type { AdmittedToken } from "../tokens/admission.ts";
import { type ContainerAnswer, PodCredentials, type PodCredentialsSettings } from "./pod-credentials.ts";

/** Settings of the cache and of the pods in it. */
export interface IdentityCacheOptions extends PodCredentialsSettings {
  /** How many pods with credentials are cached; 0 caches none. */
  readonly maxSize: number;
}

/** Recent failures that are remembered. Exchanges under way come on top; the rate limiter bounds their number. */
const MAX_PENDING = 1000;

/**
 * The pods that an agent knows. A pod enters the cache only once it has credentials, so tokens that EKS Auth refuses never
 * evict another pod, however many they are.
 */
export class IdentityCache {
  readonly #options: IdentityCacheOptions;
  readonly #cached: Lru<PodCredentials>;
  /** Pods that wait for their first credentials, or got an error. */
  readonly #pending = new Lru<PodCredentials>(
    MAX_PENDING,
    (identity) => identity.stop(),
    (identity) => !identity.isExchanging,
  );
  readonly #cancelExpiry = new WeakMap<PodCredentials, () => void>();

  constructor(options: IdentityCacheOptions) {
    this.#options = options;
    this.#cached = new Lru(options.maxSize, (identity) => this.#end(identity, "full"));
  }

  /** How many pods have credentials. */
  get size(): number {
    return this.#cached.size;
  }

  /** When the first of the cached credentials expires, in milliseconds since the epoch; `undefined` without any. */
  get firstExpiryMs(): number | undefined {
    let first: number | undefined;
    for (const { expiresAtMs } of this.#cached.values()) {
      if (expiresAtMs !== undefined && (first === undefined || expiresAtMs < first)) first = expiresAtMs;
    }
    return first;
  }

  /** Returns credentials for a token. Rejects with the error of the exchange. */
  answer(admitted: AdmittedToken, address: string | undefined): Promise<ContainerAnswer> {
    const { key } = admitted;
    const identity = this.#cached.get(key) ?? this.#pending.get(key) ?? this.#addPending(admitted);
    return identity.provide(admitted, address);
  }

  /** Stops all renewals ahead of time. */
  stop(): void {
    for (const identity of this.#cached.values()) identity.stop();
    for (const identity of this.#pending.values()) identity.stop();
  }

  #addPending(admitted: AdmittedToken): PodCredentials {
    const identity = new PodCredentials(admitted, this.#options, {
      onObtained: ({ expiration }) => this.#cache(identity, expiration?.getTime() ?? 0),
      onRefused: () => this.#drop(identity, "refused"),
    });
    this.#pending.set(admitted.key, identity);
    return identity;
  }

  #cache(identity: PodCredentials, expiresAtMs: number): void {
    const { maxSize, schedule } = this.#options;
    const { key } = identity;
    const isPending = this.#pending.get(key) === identity;
    if (isPending) this.#pending.delete(key);
    // The pod was evicted while its exchange was under way, and stays out.
    else if (this.#cached.get(key) !== identity) return;
    if (maxSize === 0) {
      identity.stop();
      return;
    }
    this.#cached.set(key, identity);
    this.#cancelExpiry.get(identity)?.();
    this.#cancelExpiry.set(
      identity,
      schedule.at(expiresAtMs, () => this.#expire(identity)),
    );
  }

  /** Drops expired credentials. If an exchange is under way, later requests wait for it. */
  #expire(identity: PodCredentials): void {
    if (!identity.isExchanging) {
      this.#drop(identity, "expired");
      return;
    }
    this.#cached.delete(identity.key);
    this.#pending.set(identity.key, identity);
    this.#options.emit({ type: "evict", pod: identity.pod, reason: "expired" });
  }

  #drop(identity: PodCredentials, reason: EvictionReason): void {
    if (this.#cached.get(identity.key) !== identity) return;
    this.#cached.delete(identity.key);
    this.#end(identity, reason);
  }

  #end(identity: PodCredentials, reason: EvictionReason): void {
    identity.stop();
    this.#cancelExpiry.get(identity)?.();
    this.#options.emit({ type: "evict", pod: identity.pod, reason });
  }
}

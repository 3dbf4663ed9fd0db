import { Lru } from "../../lib/lru.ts";
import type { EvictionReason } from "../answer/events.ts";
import type { AdmittedToken } from "../tokens/admission.ts";
import { type ContainerAnswer, type IdentitySettings, PodCredentials } from "./pod-credentials.ts";

/** How much a cache holds. */
export interface IdentityCacheOptions extends IdentitySettings {
  /** 0 keeps nothing. */
  readonly maxSize: number;
}

/** Failures that are remembered for a moment, beside the exchanges under way, whose number the limiter bounds. */
const MAX_STRANGERS = 1000;

/**
 * The identities of an agent. One is kept once it has credentials: so tokens that EKS Auth refuses, however many, push out
 * nobody.
 */
export class IdentityCache {
  readonly #options: IdentityCacheOptions;
  readonly #kept: Lru<PodCredentials>;
  readonly #strangers = new Lru<PodCredentials>(
    MAX_STRANGERS,
    (identity) => identity.stop(),
    (identity) => !identity.isExchanging,
  );
  readonly #expiries = new WeakMap<PodCredentials, () => void>();

  constructor(options: IdentityCacheOptions) {
    this.#options = options;
    this.#kept = new Lru(options.maxSize, (identity) => this.#end(identity, "full"));
  }

  /** How many identities have credentials. */
  get size(): number {
    return this.#kept.size;
  }

  /** When the first of the kept credentials ends; `undefined` without any. */
  get firstExpiryMs(): number | undefined {
    let first: number | undefined;
    for (const { expiresAtMs } of this.#kept.values()) {
      if (expiresAtMs !== undefined && (first === undefined || expiresAtMs < first)) first = expiresAtMs;
    }
    return first;
  }

  /** Answers who presents a token. Throws what the exchange throws. */
  answer(admitted: AdmittedToken, address: string | undefined): Promise<ContainerAnswer> {
    const { key } = admitted;
    const identity = this.#kept.get(key) ?? this.#strangers.get(key) ?? this.#welcome(admitted);
    return identity.provide(admitted, address);
  }

  /** Renews nothing any more. */
  stop(): void {
    for (const identity of this.#kept.values()) identity.stop();
    for (const identity of this.#strangers.values()) identity.stop();
  }

  #welcome(admitted: AdmittedToken): PodCredentials {
    const identity = new PodCredentials(admitted, this.#options, {
      onObtained: ({ expiration }) => this.#keep(identity, expiration?.getTime() ?? 0),
      onRefused: () => this.#drop(identity, "refused"),
    });
    this.#strangers.set(admitted.key, identity);
    return identity;
  }

  /** One that was evicted while its exchange was under way stays out. */
  #keep(identity: PodCredentials, expiresAtMs: number): void {
    const { maxSize, schedule } = this.#options;
    const { key } = identity;
    const isStranger = this.#strangers.get(key) === identity;
    if (isStranger) this.#strangers.delete(key);
    else if (this.#kept.get(key) !== identity) return;
    if (maxSize === 0) {
      identity.stop();
      return;
    }
    this.#kept.set(key, identity);
    this.#expiries.get(identity)?.();
    this.#expiries.set(
      identity,
      schedule.at(expiresAtMs, () => this.#expire(identity)),
    );
  }

  /** Who asks from now on waits for the exchange that is under way, if one is. */
  #expire(identity: PodCredentials): void {
    if (!identity.isExchanging) {
      this.#drop(identity, "expired");
      return;
    }
    this.#kept.delete(identity.key);
    this.#strangers.set(identity.key, identity);
    this.#options.emit({ type: "evict", pod: identity.pod, reason: "expired" });
  }

  #drop(identity: PodCredentials, reason: EvictionReason): void {
    if (this.#kept.get(identity.key) !== identity) return;
    this.#kept.delete(identity.key);
    this.#end(identity, reason);
  }

  #end(identity: PodCredentials, reason: EvictionReason): void {
    identity.stop();
    this.#expiries.get(identity)?.();
    this.#options.emit({ type: "evict", pod: identity.pod, reason });
  }
}

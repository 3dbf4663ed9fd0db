import type { JWTVerifyGetKey } from "jose";
import { createLocalJWKSet } from "jose/jwks/local";
import { createSingleFlight } from "../../lib/single-flight.ts";
import type { Ports } from "../../ports.ts";
import { fetchSigningKeys, type SigningKeysSource } from "./signing-keys-source.ts";

/** The signing keys of an issuer, and until when they may be used. */
export interface CurrentKeys {
  readonly find: JWTVerifyGetKey;
  /** When the keys must be fetched again before they verify another token, by the monotonic clock in milliseconds. */
  readonly validUntilMs: number;
}

/** Keys at this age are fetched again behind the caller, so that a busy agent never waits for them. */
const REFRESH_AFTER_MS = 1_800_000;

/** Keys at this age verify nothing until they are fetched again. So a withdrawn key is refused after this time. */
const MAX_AGE_MS = 3_600_000;

/** How long old keys are used while the issuer cannot be reached. */
const MAX_STALE_MS = 86_400_000;

/** The pause between two fetches: tokens that name unknown keys, which anyone can make, cost the issuer no more. */
const COOLDOWN_MS = 30_000;

/** The pause between two fetches while there are no keys, so that an agent which starts before its issuer soon recovers. */
export const FIRST_COOLDOWN_MS = 2000;

/** Fetches the signing keys of an issuer on demand and caches them. */
export class IssuerKeys {
  readonly #source: SigningKeysSource;
  readonly #ports: Ports;
  readonly #onFailure: (error: unknown) => void;
  readonly #flight;
  #find: JWTVerifyGetKey | undefined;
  #fetchedAtMs = -Infinity;
  #triedAtMs = -Infinity;

  constructor(source: SigningKeysSource, ports: Ports, onFailure: (error: unknown) => void) {
    this.#source = source;
    this.#ports = ports;
    this.#onFailure = onFailure;
    this.#flight = createSingleFlight<void>(ports.shareInFlight);
  }

  /** Returns the keys, or `undefined` if none could be fetched for too long. Waits for a fetch if they are too old. */
  async current(): Promise<CurrentKeys | undefined> {
    const ageMs = this.#ageMs();
    if (ageMs >= MAX_AGE_MS) await this.#refresh();
    else if (ageMs >= REFRESH_AFTER_MS) void this.#refresh();
    return this.#known();
  }

  /** Returns newer keys than the given ones, or the same if it is too early to fetch them. */
  async newerThan(keys: CurrentKeys): Promise<CurrentKeys> {
    if (this.#find === keys.find) await this.#refresh();
    return this.#known() ?? keys;
  }

  #known(): CurrentKeys | undefined {
    if (!this.#find || this.#ageMs() >= MAX_STALE_MS) return undefined;
    const validUntilMs = Math.max(this.#fetchedAtMs + MAX_AGE_MS, this.#triedAtMs + COOLDOWN_MS);
    return { find: this.#find, validUntilMs };
  }

  #ageMs(): number {
    return this.#ports.monotonic() - this.#fetchedAtMs;
  }

  /** Fetches the keys unless the last attempt is too recent. Never rejects: on failure the known keys stay. */
  async #refresh(): Promise<void> {
    const nowMs = this.#ports.monotonic();
    const cooldownMs = this.#known() ? COOLDOWN_MS : FIRST_COOLDOWN_MS;
    if (nowMs - this.#triedAtMs >= cooldownMs) this.#triedAtMs = nowMs;
    else if (!this.#flight.isRunning) return;
    await this.#flight.run(() => this.#fetch());
  }

  async #fetch(): Promise<void> {
    try {
      this.#find = createLocalJWKSet(await fetchSigningKeys(this.#source, this.#ports));
      this.#fetchedAtMs = this.#ports.monotonic();
    } catch (error) {
      this.#onFailure(error);
    }
  }
}

import type { JWK } from "jose";
import * as base64url from "jose/base64url";
import { calculateJwkThumbprint } from "jose/jwk/thumbprint";
import { exportJWK } from "jose/key/export";
import { generateKeyPair } from "jose/key/generate/keypair";
import { hex } from "../../lib/bytes.ts";

/** An EKS cluster: a name, an issuer and the issuer's keys. */
export interface Cluster {
  readonly name: string;
  /** The issuer's id, a part of its URL: 32 upper-case hexadecimal digits. */
  readonly id: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly keys: KeyRing;
  tags: Readonly<Record<string, string>>;
}

/** One key pair of a cluster's token issuer. */
export interface IssuerKey {
  /** The key id: 40 lower-case hexadecimal digits, as EKS has them. */
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public key as the issuer publishes it. */
  readonly jwk: JWK;
}

interface RetiredKey {
  readonly key: IssuerKey;
  readonly publishedUntilMs: number;
}

/** Holds the keys that a cluster signs service-account tokens with. Creates the first key at the first use. */
export class KeyRing {
  readonly #shareInFlight: boolean;
  #current: IssuerKey | undefined;
  #generating: Promise<IssuerKey> | undefined;
  #retired: RetiredKey[] = [];
  #lastExpiresAtMs = 0;

  constructor(shareInFlight: boolean) {
    this.#shareInFlight = shareInFlight;
  }

  /** Returns the key that signs now. */
  async current(): Promise<IssuerKey> {
    if (this.#current !== undefined) return this.#current;
    const created = await this.#generate();
    // Two callers may have generated a key each. Both must use the first, or one caller's tokens would not verify.
    this.#current ??= created;
    return this.#current;
  }

  /** Notes when a token expires, so that its key stays published until then. */
  noteExpiration(expiresAtMs: number): void {
    this.#lastExpiresAtMs = Math.max(this.#lastExpiresAtMs, expiresAtMs);
  }

  /** Signs with a new key from now on. The old key stays published until the given time. */
  async rotate(publishOldUntilMs?: number): Promise<IssuerKey> {
    const old = await this.current();
    const next = await generateIssuerKey();
    this.#retired.push({ key: old, publishedUntilMs: publishOldUntilMs ?? this.#lastExpiresAtMs });
    this.#current = next;
    return next;
  }

  /** Returns the published keys, the current one first. */
  async published(nowMs: number): Promise<IssuerKey[]> {
    const current = await this.current();
    this.#retired = this.#retired.filter(({ publishedUntilMs }) => nowMs < publishedUntilMs);
    return [current, ...this.#retired.map(({ key }) => key)];
  }

  async #generate(): Promise<IssuerKey> {
    if (!this.#shareInFlight) return generateIssuerKey();
    this.#generating ??= generateIssuerKey();
    try {
      return await this.#generating;
    } finally {
      this.#generating = undefined;
    }
  }
}

async function generateIssuerKey(): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { modulusLength: 2048 });
  const exported = await exportJWK(publicKey);
  const thumbprint = new Uint8Array(base64url.decode(await calculateJwkThumbprint(exported)));
  const kid = hex(thumbprint.slice(0, 20));
  return { kid, privateKey, publicKey, jwk: { ...exported, kid, alg: "RS256", use: "sig" } };
}

import { base64url, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import { hex } from "../wire/platform.ts";

/** An EKS cluster: little more than a name, an issuer and its keys. */
export interface Cluster {
  readonly name: string;
  /** Thirty-two upper-case hex digits, part of the issuer's URL. */
  readonly id: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly keys: KeyRing;
  tags: Readonly<Record<string, string>>;
}

/** One key pair of a cluster's token issuer. */
export interface IssuerKey {
  /** Forty lower-case hex digits, as EKS has them. */
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

async function generateIssuerKey(): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { modulusLength: 2048 });
  const exported = await exportJWK(publicKey);
  const kid = hex(base64url.decode(await calculateJwkThumbprint(exported)).slice(0, 20));
  return { kid, privateKey, publicKey, jwk: { ...exported, kid, alg: "RS256", use: "sig" } };
}

/** The keys that a cluster signs service-account tokens with; the first one is made when it is needed. */
export class KeyRing {
  readonly #shareInFlight: boolean;
  #current: IssuerKey | undefined;
  #generating: Promise<IssuerKey> | undefined;
  #retired: RetiredKey[] = [];
  #lastExpiresAtMs = 0;

  constructor(shareInFlight: boolean) {
    this.#shareInFlight = shareInFlight;
  }

  /** The key that signs now. */
  async current(): Promise<IssuerKey> {
    if (this.#current !== undefined) return this.#current;
    const made = await this.#generate();
    // Two callers may have generated one each: the first one wins, or their tokens would not verify.
    this.#current ??= made;
    return this.#current;
  }

  /** Notes how long a token lives, so that its key stays published for as long. */
  noteExpiration(expiresAtMs: number): void {
    this.#lastExpiresAtMs = Math.max(this.#lastExpiresAtMs, expiresAtMs);
  }

  /** Signs with a new key from now on; the old one stays published until the given time. */
  async rotate(publishOldUntilMs?: number): Promise<IssuerKey> {
    const old = await this.current();
    const next = await generateIssuerKey();
    this.#retired.push({ key: old, publishedUntilMs: publishOldUntilMs ?? this.#lastExpiresAtMs });
    this.#current = next;
    return next;
  }

  /** The published keys, the current one first. */
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

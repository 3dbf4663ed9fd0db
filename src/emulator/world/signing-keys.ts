import { hmac, hmacKey, utf8 } from "../wire/hashing.ts";

const MAX_KEYS = 10_000;

/** Derived SigV4 signing keys, kept so that a busy client costs one HMAC a request. */
export class SigningKeys {
  readonly #keys = new Map<string, CryptoKey>();

  /** The key of an access key for a date (`YYYYMMDD`), region and service. */
  async derive(secretAccessKey: string, accessKeyId: string, scope: readonly string[]): Promise<CryptoKey> {
    const id = [accessKeyId, ...scope].join("/");
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    let key = await hmacKey(utf8(`AWS4${secretAccessKey}`));
    for (const part of [...scope, "aws4_request"]) key = await hmacKey(await hmac(key, part));
    if (this.#keys.size >= MAX_KEYS) this.#keys.clear();
    this.#keys.set(id, key);
    return key;
  }
}

import { CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt, decodeProtectedHeader } from "jose";
import { ConfigurationError } from "../../errors/errors.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { type Ports, resolvePorts, type Store } from "../../ports.ts";
import { readSealingKeys, type SealingKeys } from "./sealing-keys.ts";

export type { SealingKeys } from "./sealing-keys.ts";

/** A record that was found and not used. It counts as absent. Holds nothing of the record. */
export interface SealedEvent {
  readonly type: "refused";
  /** The key that was asked for. */
  readonly key: string;
  /** What the record says it was sealed with. Anybody may have written it. */
  readonly keyId?: string;
  /**
   * `tampered` is also a record that another secret with the same id sealed; `copied` is one that was sealed for another
   * key of the store.
   */
  readonly reason: "malformed" | "unknown key" | "tampered" | "copied";
}

/** How records are sealed. */
export interface SealedOptions extends Partial<Pick<Ports, "now">> {
  /** Every key that records may be sealed with. Keep an old one for as long as its records live. */
  readonly keys: SealingKeys;
  /** The one of them that new records are sealed with. */
  readonly currentKeyId: string;
  readonly onEvent?: (event: SealedEvent) => void;
}

interface SealContext {
  readonly keys: ReadonlyMap<string, Bytes>;
  readonly refuse: (event: Omit<SealedEvent, "type">) => undefined;
}

const ALGORITHM = { alg: "dir", enc: "A256GCM" } as const;
const DECRYPTION = { keyManagementAlgorithms: [ALGORITHM.alg], contentEncryptionAlgorithms: [ALGORITHM.enc] };

/**
 * Encrypts what a store holds: each record is a compact JWE (RFC 7516; `dir`, `A256GCM`) that also vouches for its key and
 * its expiry. A record that cannot be opened counts as absent. To rotate: add the new key everywhere, then make it the
 * current one everywhere, then drop the old one once its records have expired. Throws `CONFIGURATION` for a faulty key.
 *
 * @example
 * const store = sealed(redisStore(client), { keys: { "2026-11": key }, currentKeyId: "2026-11" });
 */
export function sealed(store: Store, options: SealedOptions): Store {
  const { now } = resolvePorts(options);
  const keys = readSealingKeys(options.keys);
  const currentKey = keys.get(options.currentKeyId);
  if (!currentKey) {
    const message = `currentKeyId is ${options.currentKeyId}, which is not among the keys: ${[...keys.keys()].join(", ") || "there are none"}`;
    throw new ConfigurationError({ setting: "currentKeyId", message });
  }
  const context: SealContext = { keys, refuse: (event) => deliver(event, options.onEvent) };
  return {
    async get(key) {
      const jwe = await store.get(key);
      return jwe === undefined ? undefined : open(jwe, key, now(), context);
    },
    async set(key, value, { expiresAtMs }) {
      const claims = { sub: key, exp: expiresAtMs / 1000 };
      const jwe = await new CompactEncrypt(new TextEncoder().encode(value))
        .setProtectedHeader({ ...ALGORITHM, kid: options.currentKeyId, ...claims })
        .encrypt(currentKey);
      await store.set(key, jwe, { expiresAtMs });
    },
    delete: (key) => store.delete(key),
    acquire: (key, lease) => store.acquire(key, lease),
  };
}

async function open(
  jwe: string,
  key: string,
  nowMs: number,
  { keys, refuse }: SealContext,
): Promise<string | undefined> {
  const keyId = readKeyId(jwe);
  if (keyId === undefined) return refuse({ key, reason: "malformed" });
  const secret = keys.get(keyId);
  if (!secret) return refuse({ key, keyId, reason: "unknown key" });
  const opened = await compactDecrypt(jwe, secret, DECRYPTION).catch(() => undefined);
  if (!opened) return refuse({ key, keyId, reason: "tampered" });
  const { sub, exp } = opened.protectedHeader as CompactJWEHeaderParameters & Record<string, unknown>;
  if (sub !== key) return refuse({ key, keyId, reason: "copied" });
  const isLive = typeof exp === "number" && nowMs < Math.round(exp * 1000);
  return isLive ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(opened.plaintext) : undefined;
}

function readKeyId(jwe: string): string | undefined {
  try {
    const { kid } = decodeProtectedHeader(jwe);
    return typeof kid === "string" ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** A listener's own fault must not break the read that it watches. */
function deliver(event: Omit<SealedEvent, "type">, onEvent: SealedOptions["onEvent"]): undefined {
  try {
    onEvent?.({ type: "refused", ...event });
  } catch {
    // Nobody to tell: the listener is the one who is told things.
  }
  return undefined;
}

import type { CompactJWEHeaderParameters } from "jose";
import { decodeProtectedHeader } from "jose/decode/protected_header";
import { compactDecrypt } from "jose/jwe/compact/decrypt";
import { CompactEncrypt } from "jose/jwe/compact/encrypt";
import type { SharedStore } from "../../credentials/refresh/shared-store.ts";
import { SHARING } from "../../credentials/sharing/shared-through.ts";
import { UnusableRecordError } from "../../credentials/sharing/unusable-record.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { guardListener } from "../../lib/listener.ts";
import { basePorts, type Ports, type Store } from "../../ports.ts";
import { readSealingKeys, type SealingKeys } from "./sealing-keys.ts";

export type { SealingKeys } from "./sealing-keys.ts";

/** A record that is in the store and cannot be used. Holds nothing of the record. */
export interface SealedEvent {
  /** The only kind of event. */
  readonly type: "refused";
  /** The key under which the record lies. */
  readonly key: string;
  /** The id of the sealing key, as the record states it. Not verified. */
  readonly keyId?: string;
  /**
   * Why the record cannot be used. "malformed": it is no sealed record. "unknown key": its sealing key is not among the keys.
   * "tampered": it was changed, or sealed with another secret of the same id. "copied": it was sealed for another key of the
   * store.
   */
  readonly reason: "malformed" | "unknown key" | "tampered" | "copied";
}

/** Options of `sealed`. */
export interface SealedOptions extends Partial<Pick<Ports, "now">> {
  /** All keys that open records, by id. Keep an old key until its last record has expired. */
  readonly keys: SealingKeys;
  /** The id of the key that seals new records. */
  readonly currentKeyId: string;
  /** Called with each record that cannot be used. Its own failure changes nothing. Default: none. */
  readonly onEvent?: (event: SealedEvent) => void;
}

interface SealContext {
  readonly keys: ReadonlyMap<string, Bytes>;
  readonly tell: (event: SealedEvent) => void;
}

const ALGORITHM = { alg: "dir", enc: "A256GCM" } as const;
const DECRYPTION = { keyManagementAlgorithms: [ALGORITHM.alg], contentEncryptionAlgorithms: [ALGORITHM.enc] };

/**
 * Encrypts what a store holds. Each record is a compact JWE (RFC 7516; `dir`, `A256GCM`) whose protected header binds it to
 * its key in the store and to its expiration. `get` rejects with `UnusableRecordError` if a record cannot be opened. To rotate:
 * add the new key everywhere, then make it current everywhere, then drop the old key once its records have expired. Throws
 * `CONFIGURATION` if a sealing key is faulty or `currentKeyId` is not among the keys.
 *
 * @example
 * const store = sealed(redisStore(client), { keys: { "2026-11": key }, currentKeyId: "2026-11" });
 */
export function sealed(store: Store, options: SealedOptions): SharedStore {
  const { now } = basePorts(options);
  const keys = readSealingKeys(options.keys);
  const currentKey = keys.get(options.currentKeyId);
  if (!currentKey) {
    const message = `currentKeyId is ${options.currentKeyId}, which is not among the keys: ${[...keys.keys()].join(", ") || "there are none"}`;
    throw new ConfigurationError({ setting: "currentKeyId", message });
  }
  const context: SealContext = { keys, tell: guardListener(options.onEvent) };
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
    ...SHARING,
  };
}

async function open(jwe: string, key: string, nowMs: number, { keys, tell }: SealContext): Promise<string> {
  const refuse = (event: Pick<SealedEvent, "keyId" | "reason">): UnusableRecordError => {
    tell({ type: "refused", key, ...event });
    return new UnusableRecordError(`the sealed record cannot be opened: ${event.reason}`);
  };
  const keyId = readKeyId(jwe);
  if (keyId === undefined) throw refuse({ reason: "malformed" });
  const secret = keys.get(keyId);
  if (!secret) throw refuse({ keyId, reason: "unknown key" });
  const opened = await compactDecrypt(jwe, secret, DECRYPTION).catch(() => undefined);
  if (!opened) throw refuse({ keyId, reason: "tampered" });
  const { sub, exp } = opened.protectedHeader as CompactJWEHeaderParameters & Record<string, unknown>;
  if (sub !== key) throw refuse({ keyId, reason: "copied" });
  // The store checks the expiration that it was given. Another one here means that the store's was changed.
  const isLive = typeof exp === "number" && nowMs < Math.round(exp * 1000);
  if (!isLive) throw new UnusableRecordError("the sealed record has expired");
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(opened.plaintext);
}

function readKeyId(jwe: string): string | undefined {
  try {
    const { kid } = decodeProtectedHeader(jwe);
    return typeof kid === "string" ? kid : undefined;
  } catch {
    return undefined;
  }
}

import { utf8 } from "../../src/lib/bytes.ts";
import { ownerToken } from "../../src/lib/random-id.ts";
import { basePorts, type Ports, type Release, type Store } from "../../src/ports.ts";
import { decodeDated, encodeDated, liveValue, outlives } from "../../src/stores/dated-record.ts";
import { markPlaintext, type PlaintextOptions, type PlaintextStore } from "../../src/stores/plaintext.ts";
import { type DenoKv, openDenoKv } from "./deno-api.ts";

/** Settings of `kvStore`. */
export interface KvStoreOptions extends PlaintextOptions, Partial<Pick<Ports, "now" | "random" | "sleep">> {
  /** The first part of every key in Deno KV. Default: `podkey`. */
  readonly prefix?: string;
}

/** A text under a key, with its expiry. */
interface Entry {
  readonly key: readonly string[];
  readonly value: string;
  readonly expiresAtMs: number;
  /** After this time Deno KV may remove the entry. */
  readonly ttlMs: number;
}

/** Does work with an open Deno KV. */
type UseKv = <T>(work: (kv: DenoKv) => Promise<T>) => Promise<T>;

const MAX_ATTEMPTS = 20;
const MAX_WAIT_MS = 50;

/** The error of a Deno KV in a SQLite file while another process writes. Nothing has been written then. */
const LOCKED = "database is locked";

/**
 * Keeps records of up to 64 KiB in Deno KV, on this machine or on Deno Deploy. Takes an open KV or the path of one. Without
 * either it uses the default KV of the program. Opens the KV at the first call, which needs `--unstable-kv`. Wrap the store in
 * `sealed()`. Rejects with `CONFIGURATION` where Deno KV is missing.
 *
 * @example
 * const store = sealed(kvStore(), { keys, currentKeyId });
 */
export function kvStore(kv?: DenoKv | string, options: KvStoreOptions = {}): PlaintextStore {
  const { prefix = "podkey" } = options;
  const ports = basePorts(options);
  const useKv = retryWhileLocked(async () => (typeof kv === "object" ? kv : openDenoKv(kv)), ports);
  const recordKey = (key: string): string[] => [prefix, "record", key];
  const store: Store = {
    async get(key) {
      const { value } = await useKv((open) => open.get(recordKey(key)));
      return liveValue(textOf(value), ports.now());
    },
    async set(key, value, { expiresAtMs }) {
      const ttlMs = expiresAtMs - ports.now();
      if (ttlMs > 0) await setUnlessOutlived(useKv, { key: recordKey(key), value, expiresAtMs, ttlMs });
    },
    async delete(key) {
      await useKv((open) => open.delete(recordKey(key)));
    },
    async acquire(key, { ttlMs }) {
      const nowMs = ports.now();
      const owner = ownerToken(ports.random);
      const expiresAtMs = Math.ceil(nowMs + ttlMs);
      return takeLease(useKv, { key: [prefix, "lease", key], value: owner, expiresAtMs, ttlMs }, nowMs);
    },
  };
  return markPlaintext("kvStore", store, options);
}

/**
 * Sets a record unless the stored record expires later. The loop ends, because each repetition means that another writer
 * succeeded.
 */
async function setUnlessOutlived(useKv: UseKv, entry: Entry): Promise<void> {
  for (;;) {
    const { value, versionstamp } = await useKv((kv) => kv.get(entry.key));
    if (outlives(textOf(value), entry.expiresAtMs)) return;
    if (await setIfUnchanged(useKv, entry, versionstamp)) return;
  }
}

async function takeLease(useKv: UseKv, lease: Entry, nowMs: number): Promise<Release | undefined> {
  const { value, versionstamp } = await useKv((kv) => kv.get(lease.key));
  if (liveValue(textOf(value), nowMs) !== undefined) return undefined;
  const isTaken = await setIfUnchanged(useKv, lease, versionstamp);
  return isTaken ? () => release(useKv, lease) : undefined;
}

async function release(useKv: UseKv, { key, value: owner }: Entry): Promise<void> {
  const { value, versionstamp } = await useKv((kv) => kv.get(key));
  if (decodeDated(textOf(value))?.value !== owner) return;
  await useKv((kv) => kv.atomic().check({ key, versionstamp }).delete(key).commit());
}

async function setIfUnchanged(useKv: UseKv, entry: Entry, versionstamp: string | null): Promise<boolean> {
  const { key, ttlMs } = entry;
  // As bytes, because Deno KV counts two bytes for each character of a text beyond Latin-1.
  const bytes = utf8(encodeDated(entry));
  const { ok } = await useKv((kv) =>
    kv.atomic().check({ key, versionstamp }).set(key, bytes, { expireIn: ttlMs }).commit(),
  );
  return ok;
}

function textOf(value: unknown): string | undefined {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : undefined;
}

/** Returns a function that opens a Deno KV at the first use and repeats work while another process has the KV locked. */
export function retryWhileLocked(
  open: () => Promise<DenoKv>,
  { random, sleep }: Pick<Ports, "random" | "sleep">,
): UseKv {
  let opening: Promise<DenoKv> | undefined;
  const openOnce = async (): Promise<DenoKv> => {
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work(await openOnce());
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !(error instanceof Error) || !error.message.includes(LOCKED))
          throw error;
        await sleep(random() * MAX_WAIT_MS);
      }
    }
  };
}

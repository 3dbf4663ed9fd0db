import { utf8 } from "../../src/lib/bytes.ts";
import { ownerToken } from "../../src/lib/random-id.ts";
import { type Ports, type Release, resolvePorts, type Store } from "../../src/ports.ts";
import { decodeDated, encodeDated, liveValue, outlives } from "../../src/stores/dated-record.ts";
import { leavingProcess, type PlaintextOptions, type PlaintextStore } from "../../src/stores/plaintext.ts";
import { type DenoKv, openDenoKv } from "./deno-api.ts";

/** How records are kept in Deno KV. */
export interface KvStoreOptions extends PlaintextOptions, Partial<Pick<Ports, "now" | "random" | "sleep">> {
  /** What every key in Deno KV begins with. Default `podkey`. */
  readonly prefix?: string;
}

/** A text under a key, and when Deno KV may drop it. */
interface Entry {
  readonly key: readonly string[];
  readonly value: string;
  readonly expiresAtMs: number;
  readonly ttlMs: number;
}

/**
 * Keeps records of up to 64 KiB in Deno KV, on this machine or on Deno Deploy: in one that is open, or in the one at a path
 * or else the program's own, which is opened at the first call and needs `--unstable-kv`. Wrap it in `sealed()`. Rejects
 * with `CONFIGURATION` where there is no Deno KV.
 *
 * @example
 * const store = sealed(kvStore(), { keys, currentKeyId });
 */
export function kvStore(kv?: DenoKv | string, options: KvStoreOptions = {}): PlaintextStore {
  const { prefix = "podkey" } = options;
  const ports = resolvePorts(options);
  const patiently = retryWhileLocked(async () => (typeof kv === "object" ? kv : openDenoKv(kv)), ports);
  const recordKey = (key: string): string[] => [prefix, "record", key];
  const store: Store = {
    async get(key) {
      const { value } = await patiently((open) => open.get(recordKey(key)));
      return liveValue(textOf(value), ports.now());
    },
    async set(key, value, { expiresAtMs }) {
      const ttlMs = expiresAtMs - ports.now();
      if (ttlMs > 0) await setLater(patiently, { key: recordKey(key), value, expiresAtMs, ttlMs });
    },
    async delete(key) {
      await patiently((open) => open.delete(recordKey(key)));
    },
    async acquire(key, { ttlMs }) {
      const nowMs = ports.now();
      const owner = ownerToken(ports.random);
      const expiresAtMs = Math.ceil(nowMs + ttlMs);
      return takeLease(patiently, { key: [prefix, "lease", key], value: owner, expiresAtMs, ttlMs }, nowMs);
    },
  };
  return leavingProcess("kvStore", store, options);
}

/** Sets a record unless one that expires later is there. Each time it must try again, another writer has succeeded. */
async function setLater(patiently: Patiently, entry: Entry): Promise<void> {
  for (;;) {
    const { value, versionstamp } = await patiently((kv) => kv.get(entry.key));
    if (outlives(textOf(value), entry.expiresAtMs)) return;
    if (await setIfUnchanged(patiently, entry, versionstamp)) return;
  }
}

async function takeLease(patiently: Patiently, lease: Entry, nowMs: number): Promise<Release | undefined> {
  const { value, versionstamp } = await patiently((kv) => kv.get(lease.key));
  if (liveValue(textOf(value), nowMs) !== undefined) return undefined;
  const isTaken = await setIfUnchanged(patiently, lease, versionstamp);
  return isTaken ? () => release(patiently, lease) : undefined;
}

async function release(patiently: Patiently, { key, value: owner }: Entry): Promise<void> {
  const { value, versionstamp } = await patiently((kv) => kv.get(key));
  if (decodeDated(textOf(value))?.value !== owner) return;
  await patiently((kv) => kv.atomic().check({ key, versionstamp }).delete(key).commit());
}

async function setIfUnchanged(
  patiently: Patiently,
  entry: Entry,
  versionstamp: string | null,
): Promise<boolean> {
  const { key, ttlMs } = entry;
  // Bytes, because Deno KV counts two for each character of a text that is not Latin.
  const bytes = utf8(encodeDated(entry));
  const { ok } = await patiently((kv) =>
    kv.atomic().check({ key, versionstamp }).set(key, bytes, { expireIn: ttlMs }).commit(),
  );
  return ok;
}

function textOf(value: unknown): string | undefined {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : undefined;
}

const MAX_ATTEMPTS = 20;
const MAX_WAIT_MS = 50;

/** What SQLite, behind a Deno KV in a file, says at once while another process writes. Nothing has then been written. */
const LOCKED = "database is locked";

/** Does work with a Deno KV, and again as long as another process has it locked. */
export type Patiently = <T>(work: (kv: DenoKv) => Promise<T>) => Promise<T>;

/** Opens a Deno KV at the first work, and waits for other processes. After a failure to open, the next work tries again. */
export function retryWhileLocked(
  open: () => Promise<DenoKv>,
  { random, sleep }: Pick<Ports, "random" | "sleep">,
): Patiently {
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

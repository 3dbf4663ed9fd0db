import type { Store } from "../../src/ports.ts";
import { sealed } from "../../src/stores/sealed/sealed.ts";
import type { Contender, Suite } from "../framework/rounds.ts";

/** A store, and a direct read of its medium for comparison. */
export interface Subject {
  readonly name: string;
  readonly store: Store;
  /** Reads a record's bytes from the medium without podkey. */
  readonly readDirectly?: { readonly name: string; readonly run: () => unknown };
}

/** What the stores of a runtime are opened with. */
export interface StoreSettings {
  /** An empty folder. */
  readonly folder: string;
  /** Port of Redis on loopback. Absent if Redis is not installed. */
  readonly redisPort?: number;
}

const RECORD_LENGTH = 1800;

/** As long as a sealed record of session credentials. */
export const RECORD: string = "r".repeat(RECORD_LENGTH);
/** Alternates with RECORD, because a database may skip a write that changes nothing. */
const OTHER_RECORD = "o".repeat(RECORD_LENGTH);

const KEY = "checkout-prod";
const LEASE_KEY = "checkout-prod.lease";
const LEASE_MS = 30_000;
const TTL_MS = 6 * 3_600_000;
const SEALING_KEY_BYTES = 32;

/** Suites of get, set and lease, with each store as a contender. */
export async function storeSuites(subjects: readonly Subject[]): Promise<Suite[]> {
  const expiresAtMs = Date.now() + TTL_MS;
  for (const { store } of subjects) await store.set(KEY, RECORD, { expiresAtMs });
  return [
    { name: "get", contenders: subjects.flatMap((subject) => [getter(subject), ...directReader(subject)]) },
    {
      name: "set",
      contenders: subjects.map((subject) => setter(subject, expiresAtMs)),
    },
    {
      name: "acquire and release a lease",
      contenders: subjects.map(({ name, store }) => ({ name, kind: "podkey", run: () => lease(store) })),
    },
  ];
}

/** Seals a store, as is required for every store outside the process. */
export function sealedWith(store: Store): Store {
  const key = crypto.getRandomValues(new Uint8Array(SEALING_KEY_BYTES));
  return sealed(store, { keys: { "2026-11": key }, currentKeyId: "2026-11" });
}

function getter({ name, store }: Subject): Contender {
  return { name, kind: "podkey", run: () => store.get(KEY) };
}

function setter({ name, store }: Subject, expiresAtMs: number): Contender {
  let isOther = false;
  const run = () => {
    isOther = !isOther;
    return store.set(KEY, isOther ? OTHER_RECORD : RECORD, { expiresAtMs });
  };
  return { name, kind: "podkey", run };
}

function directReader({ name: baseline, readDirectly }: Subject): Contender[] {
  return readDirectly ? [{ ...readDirectly, kind: "floor", baseline }] : [];
}

async function lease(store: Store): Promise<void> {
  const release = await store.acquire(LEASE_KEY, { ttlMs: LEASE_MS });
  if (!release) throw new Error("the lease was still taken");
  await release();
}

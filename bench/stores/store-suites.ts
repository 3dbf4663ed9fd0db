import type { Store } from "../../src/ports.ts";
import { sealed } from "../../src/stores/sealed/sealed.ts";
import type { Contender, Suite } from "../framework/rounds.ts";

/** A store, and how its medium answers when podkey is not in between. */
export interface Subject {
  readonly name: string;
  readonly store: Store;
  /** Reads as many bytes as a record has, straight. */
  readonly readStraight?: { readonly name: string; readonly run: () => unknown };
}

/** What the stores of a runtime need. */
export interface StoreSettings {
  /** An empty folder. */
  readonly folder: string;
  /** Absent where there is no Redis. */
  readonly redisPort?: number;
}

const RECORD_LENGTH = 1800;

/** As long as a sealed record of session credentials. */
export const RECORD: string = "r".repeat(RECORD_LENGTH);
/** Takes turns with it: a database may leave out a write that changes nothing. */
const OTHER_RECORD = "o".repeat(RECORD_LENGTH);

const KEY = "checkout-prod";
const LEASE_KEY = "checkout-prod.lease";
const LEASE_MS = 30_000;
const LIFE_MS = 6 * 3_600_000;
const SEALING_KEY_BYTES = 32;

/** Get, set and lease on each store, each store by itself and one after the other. */
export async function storeSuites(subjects: readonly Subject[]): Promise<Suite[]> {
  const expiresAtMs = Date.now() + LIFE_MS;
  for (const { store } of subjects) await store.set(KEY, RECORD, { expiresAtMs });
  return [
    { name: "get", contenders: subjects.flatMap((subject) => [getter(subject), ...straightReader(subject)]) },
    {
      name: "set",
      contenders: subjects.map((subject) => setter(subject, expiresAtMs)),
    },
    {
      name: "take a lease and give it back",
      contenders: subjects.map(({ name, store }) => ({ name, kind: "podkey", run: () => lease(store) })),
    },
  ];
}

/** The store sealed, as every one that leaves the process must be. */
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

function straightReader({ name: baseline, readStraight }: Subject): Contender[] {
  return readStraight ? [{ ...readStraight, kind: "floor", baseline }] : [];
}

async function lease(store: Store): Promise<void> {
  const release = await store.acquire(LEASE_KEY, { ttlMs: LEASE_MS });
  if (!release) throw new Error("a lease was not given back");
  await release();
}

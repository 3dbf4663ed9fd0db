import { refresh } from "../src/credentials/refresh.ts";
import { Schedule } from "../src/credentials/schedule.ts";
import { type AwsCredentials, makeCredentials } from "../src/models/credentials.ts";
import { resolvePorts } from "../src/ports.ts";

// What an identity costs: `node --expose-gc bench/identities.ts`.

const COUNTS = [1000, 10_000, 100_000];
const FRESH_CALLS = 2_000_000;
const LIFE_MS = 3_600_000;
/** As long as the session token of a role with tags. */
const TOKEN_LENGTH = 1000;
const GOAL_BYTES = 4096;

// So that the compiler's own memory is in no row.
await measureIdentities(1000);
const rows = [];
for (const count of COUNTS) rows.push(await measureIdentities(count));
console.table(rows);
console.table([await measureFreshCalls()]);

async function measureIdentities(count: number): Promise<Record<string, string | number>> {
  const { schedule, timers, newIdentity } = setting();
  const emptyBytes = usedBytes();
  const identities = Array.from({ length: count }, newIdentity);
  const idleBytes = usedBytes();
  const firstMs = await elapsedMs(() => Promise.all(identities.map((provide) => provide())));
  const heldBytes = usedBytes();
  const renewMs = await elapsedMs(async () => {
    for (const provide of identities) await provide({ forceRefresh: true });
  });
  const bytes = Math.round((heldBytes - emptyBytes) / count);
  return {
    identities: count,
    "bytes each, before use": Math.round((idleBytes - emptyBytes) / count),
    "bytes each, with credentials": bytes,
    "within the goal": bytes <= GOAL_BYTES ? "yes" : "no",
    "first refresh, µs": perUnit(firstMs, count),
    "refresh, µs": perUnit(renewMs, count),
    "on the schedule": schedule.size,
    "timers armed at most": timers.most,
  };
}

async function measureFreshCalls(): Promise<Record<string, string | number>> {
  const provide = setting().newIdentity();
  await provide();
  const ms = await elapsedMs(async () => {
    for (let call = 0; call < FRESH_CALLS; call += 1) await provide();
  });
  return { "fresh calls": FRESH_CALLS, "each, µs": perUnit(ms, FRESH_CALLS) };
}

/** Everything but the timers is what a program has; those are counted, and do not fire. */
function setting() {
  const timers = { armed: 0, most: 0 };
  const runLater = (): (() => void) => {
    timers.armed += 1;
    timers.most = Math.max(timers.most, timers.armed);
    return () => {
      timers.armed -= 1;
    };
  };
  const ports = { ...resolvePorts(), runLater };
  const schedule = new Schedule(ports);
  const newIdentity = () => refresh({ provider: async () => newCredentials(), ports, schedule });
  return { schedule, timers, newIdentity };
}

/** Texts of their own, as from a parsed answer. */
function newCredentials(): AwsCredentials {
  return makeCredentials({
    accessKeyId: textOf(20),
    secretAccessKey: textOf(40),
    sessionToken: textOf(TOKEN_LENGTH),
    expiration: new Date(Date.now() + LIFE_MS),
    accountId: "111122223333",
  });
}

function textOf(length: number): string {
  return Buffer.alloc(length, "A").toString("latin1");
}

async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function perUnit(ms: number, count: number): number {
  return Number(((ms * 1000) / count).toFixed(3));
}

function usedBytes(): number {
  if (!globalThis.gc) throw new Error("run node with --expose-gc");
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

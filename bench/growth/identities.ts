import process from "node:process";
import type { AwsCredentials } from "../../src/aws/credentials.ts";
import { refresh } from "../../src/credentials/refresh/refresh.ts";
import { Schedule } from "../../src/credentials/refresh/schedule.ts";
import { resolvePorts } from "../../src/ports.ts";
import { exampleCredentials } from "../framework/example-credentials.ts";
import { memoized } from "../fresh/memoized.ts";

// Measures many identities in one process: `node --expose-gc bench/growth/identities.ts podkey 1000`.

/** The figures that the process prints as JSON. */
export interface IdentityCosts {
  /** Heap bytes for each identity with credentials. */
  readonly bytes: number;
  /** Duration of one refresh, in microseconds. */
  readonly refreshUs: number;
  /** The most timers that were armed at once. */
  readonly timers: number;
}

interface Maker {
  readonly make: () => (request?: { forceRefresh?: boolean }) => Promise<unknown>;
  readonly timers: { armed: number; most: number };
}

/** If there are few identities, each is refreshed several times, so that the clock can measure it. */
const MIN_REFRESHES = 20_000;
const MAX_REFRESHED = 100_000;
const WARM_UP_IDENTITIES = 1000;

/** First refreshes at once: those of a million identities would hold more memory than the identities. */
const AT_ONCE = 10_000;

const [contender = "podkey", countText = "10"] = process.argv.slice(2);
const maker = contender === "podkey" ? podkeyMaker : sdkMaker;
// Warms up first, so that the compiler's work is in no figure.
await measure(maker(), WARM_UP_IDENTITIES);
process.stdout.write(`${JSON.stringify(await measure(maker(), Number(countText)))}\n`);

async function measure({ make, timers }: Maker, count: number): Promise<IdentityCosts> {
  const emptyBytes = usedBytes();
  const identities = Array.from({ length: count }, make);
  for (let from = 0; from < count; from += AT_ONCE) {
    await Promise.all(identities.slice(from, from + AT_ONCE).map((provide) => provide()));
  }
  const bytes = (usedBytes() - emptyBytes) / count;
  // Among very many, a part of them is refreshed, taken from all over the schedule.
  const stride = Math.ceil(count / MAX_REFRESHED);
  const refreshed = identities.filter((_, index) => index % stride === 0);
  const passes = Math.ceil(MIN_REFRESHES / refreshed.length);
  const startedMs = performance.now();
  for (let pass = 0; pass < passes; pass += 1) {
    for (const provide of refreshed) await provide({ forceRefresh: true });
  }
  const refreshUs = ((performance.now() - startedMs) * 1000) / (passes * refreshed.length);
  return { bytes: Math.round(bytes), refreshUs, timers: timers.most };
}

/** Makes identities as a program does, except that timers are counted and never fire. */
function podkeyMaker(): Maker {
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
  return { timers, make: () => refresh({ provider: newCredentials, ports, schedule }) };
}

/** Makes identities with the AWS SDK, which needs no timer because it renews on demand only. */
function sdkMaker(): Maker {
  return { timers: { armed: 0, most: 0 }, make: () => memoized(newCredentials) };
}

async function newCredentials(): Promise<AwsCredentials> {
  return exampleCredentials();
}

function usedBytes(): number {
  if (!globalThis.gc) throw new Error("run node with --expose-gc");
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

import process from "node:process";
import type { AwsCredentials } from "../../src/aws/credentials.ts";
import { refresh } from "../../src/credentials/refresh/refresh.ts";
import { Schedule } from "../../src/lib/timer-queue.ts";
import { resolvePorts } from "../../src/ports.ts";
import { exampleCredentials } from "../framework/example-credentials.ts";
import { memoized } from "../fresh/memoized.ts";

// What many identities cost, in a process of their own: `node --expose-gc bench/growth/identities.ts podkey 1000`.

/** What one process found. */
export interface IdentityCosts {
  /** On the heap for each identity that holds credentials. */
  readonly bytes: number;
  readonly refreshUs: number;
  /** The most timers that were armed at once. */
  readonly timers: number;
}

interface Maker {
  readonly make: () => (request?: { forceRefresh?: boolean }) => Promise<unknown>;
  readonly timers: { armed: number; most: number };
}

/** Few identities are renewed again and again, so that the clock can tell. */
const MIN_REFRESHES = 20_000;
const WARM_UP_IDENTITIES = 1000;

const [contender = "podkey", countText = "10"] = process.argv.slice(2);
const maker = contender === "podkey" ? podkeyMaker : sdkMaker;
// So that what the compiler takes is in no figure.
await measure(maker(), WARM_UP_IDENTITIES);
process.stdout.write(`${JSON.stringify(await measure(maker(), Number(countText)))}\n`);

async function measure({ make, timers }: Maker, count: number): Promise<IdentityCosts> {
  const emptyBytes = usedBytes();
  const identities = Array.from({ length: count }, make);
  await Promise.all(identities.map((provide) => provide()));
  const bytes = (usedBytes() - emptyBytes) / count;
  const passes = Math.ceil(MIN_REFRESHES / count);
  const startedMs = performance.now();
  for (let pass = 0; pass < passes; pass += 1) {
    for (const provide of identities) await provide({ forceRefresh: true });
  }
  const refreshUs = ((performance.now() - startedMs) * 1000) / (passes * count);
  return { bytes: Math.round(bytes), refreshUs, timers: timers.most };
}

/** Everything but the timers is what a program has; those are counted, and do not fire. */
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

/** The AWS SDK renews nothing ahead of time, so it needs no timer. */
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

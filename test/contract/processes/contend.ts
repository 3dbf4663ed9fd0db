import process from "node:process";
import type { Store } from "../../../src/ports.ts";

/** How long somebody certainly held the lease, in milliseconds since the epoch. */
export interface Tenure {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** How often each process must get the lease. */
export const TENURES = 12;

const TTL_MS = 100;
const POLL_MS = 1;
/** Every so manyth time the lease is not given back, as by a process that died. */
const ABANDONED = 4;

/** Takes a lease that others want too, again and again, and prints a line for each time. */
export async function contend(store: Store): Promise<void> {
  for (let held = 1; held <= TENURES; ) {
    const askedMs = Date.now();
    const release = await store.acquire("contended", { ttlMs: TTL_MS });
    const fromMs = Date.now();
    await turn();
    if (!release) continue;
    const untilMs = held % ABANDONED === 0 ? Infinity : Date.now();
    process.stdout.write(`${JSON.stringify({ fromMs, untilMs: Math.min(untilMs, askedMs + TTL_MS) })}\n`);
    if (untilMs !== Infinity) await release();
    held += 1;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, POLL_MS);
  });
}

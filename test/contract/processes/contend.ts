import process from "node:process";
import type { Store } from "../../../src/ports.ts";

/** A time in which a process certainly held the lease, in milliseconds since the epoch. */
export interface Tenure {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** How often each process must get the lease. */
export const TENURES = 12;

const TTL_MS = 100;
const POLL_MS = 1;
/** Every fourth lease is not released, as if its process had died. */
const ABANDONED = 4;

/** Takes a contended lease again and again, and prints a line for each time that it held the lease. */
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

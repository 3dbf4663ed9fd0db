import { encodeRecord } from "../../src/credentials/sharing/credentials-record.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { CREDENTIALS, NOW_MS } from "../support/aws-examples.ts";
import { seededChance } from "../support/chance.ts";
import { virtualClock } from "../support/fake-clock.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../support/time.ts";
import type { History, ModelEvent } from "./model-histories.ts";
import { ANSWER_LIMIT_MS, ModelProcess, type ModelWorld } from "./model-process.ts";
import { modelSource } from "./model-source.ts";

const RECORD_KEY = "checkout.v1";
const GARBAGE = {
  garbage: "not a record",
  future: JSON.stringify({ version: 2 }),
} as const;

/** Plays a history, then ends all trouble. Returns the promises that were broken. */
export async function playHistory(history: History): Promise<readonly string[]> {
  const clock = virtualClock(NOW_MS);
  const store = memoryStore(clock);
  const source = modelSource(clock);
  const chance = seededChance(history.seed);
  const world: ModelWorld = {
    clock,
    chance,
    source,
    store,
    storeMode: "works",
    asking: new Set(),
    violations: [],
  };
  const all = Array.from({ length: history.processes }, () => new ModelProcess(world));
  let steppedMs = 0;
  for (const event of history.events) {
    await play(event, world, all);
    if (event.type === "step") steppedMs += event.ms;
    await pass(world, 0);
  }
  clock.stepWall(-steppedMs);
  await recover(world, all);
  for (const process of all) process.kill();
  return world.violations;
}

async function play(event: ModelEvent, world: ModelWorld, all: ModelProcess[]): Promise<void> {
  const index = "process" in event ? event.process % all.length : 0;
  const process = all[index];
  if (event.type === "call") void process?.call({ forceRefresh: event.force, minTtlMs: event.minTtlMs });
  else if (event.type === "pass") await pass(world, event.ms);
  else if (event.type === "step") world.clock.stepWall(event.ms);
  else if (event.type === "source") world.source.mode = event.mode;
  else if (event.type === "store") world.storeMode = event.mode;
  else if (event.type === "refuse") void process?.refuse();
  else if (event.type === "kill") {
    process?.kill();
    all[index] = new ModelProcess(world);
  } else await poison(world, event.how);
}

/** Writes what a reader must not use, under an expiration that would keep a good record out, or takes the lease for long. */
async function poison(
  { store, clock }: ModelWorld,
  how: "garbage" | "future" | "forged" | "lease",
): Promise<void> {
  if (how === "lease") {
    await store.acquire(`${RECORD_KEY}.lease`, { ttlMs: 10 * MINUTE_MS });
    return;
  }
  // So long ago that no step of the wall clock brings it back.
  const credentials = { ...CREDENTIALS, expiration: new Date(NOW_MS - 365 * DAY_MS) };
  const forged = encodeRecord({ credentials, obtainedAtMs: clock.now() });
  const text = how === "forged" ? forged : GARBAGE[how];
  await store.delete(RECORD_KEY);
  await store.set(RECORD_KEY, text, { expiresAtMs: clock.now() + 365 * DAY_MS });
}

/** Ends all trouble, and checks that nothing of it stays. */
async function recover(world: ModelWorld, all: readonly ModelProcess[]): Promise<void> {
  const { source, violations } = world;
  source.mode = "works";
  world.storeMode = "works";
  await pass(world, ANSWER_LIMIT_MS);
  if (all.some(({ open }) => open > 0)) violations.push("a caller was never answered");
  // Longer than the longest pause that a source may ask for.
  for (let round = 0; round < 8; round += 1) await keysWithin(world, all, MINUTE_MS);
  const keys = await keysWithin(world, all, SECOND_MS);
  if (keys.includes(undefined)) violations.push("a process did not recover");
  // Credentials live for an hour.
  await pass(world, 2 * HOUR_MS);
  const { calls } = source;
  const shared = new Set(await keysWithin(world, all, 10 * SECOND_MS));
  if (shared.size !== 1 || shared.has(undefined) || source.calls !== calls + 1) {
    violations.push("the processes did not share one exchange after the trouble");
  }
}

/** Asks in all processes, and returns the keys that they get within a time. */
async function keysWithin(
  world: ModelWorld,
  all: readonly ModelProcess[],
  ms: number,
): Promise<readonly (string | undefined)[]> {
  const keys: (string | undefined)[] = all.map(() => undefined);
  for (const [index, process] of all.entries()) {
    void process.call().then((key) => {
      keys[index] = key;
    });
  }
  await pass(world, ms);
  return [...keys];
}

/** Lets time pass on the monotonic clock, however the wall clock is stepped. */
async function pass({ clock }: ModelWorld, ms: number): Promise<void> {
  await clock.settle(clock.sleep(ms));
}

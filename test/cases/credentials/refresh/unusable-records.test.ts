import { describe, expect, it } from "vitest";
import { encodeRecord } from "../../../../src/credentials/sharing/credentials-record.ts";
import type { Store } from "../../../../src/ports.ts";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { sealed } from "../../../../src/stores/sealed/sealed.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { fakeClock, queueTurn } from "../../../support/fake-clock.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { processes } from "./processes.ts";
import { keyOf, numbered, refreshScene } from "./scene.ts";

const KEYS = { one: new Uint8Array(32).fill(1) };
const FOREIGN = { one: new Uint8Array(32).fill(2) };
const IN_TWO_DAYS = { expiresAtMs: NOW_MS + 2 * DAY_MS };

/** Processes over one sealed store, on a clock that lets real encryption run. */
function sealedProcesses(count: number) {
  const work = { running: 0 };
  const clock = fakeClock(NOW_MS, () => untilIdle(work));
  const inner = memoryStore(clock);
  const open = (keys = KEYS): Store => {
    const store = sealed(inner, { keys, currentKeyId: "one", now: clock.now });
    return {
      ...store,
      get: (key) => counted(work, () => store.get(key)),
      set: (key, value, options) => counted(work, () => store.set(key, value, options)),
    };
  };
  const all = Array.from({ length: count }, (_, index) => {
    const scene = refreshScene({
      store: open(),
      identity: "checkout",
      random: index / count,
      clock,
      latencyMs: 300,
    });
    scene.source.calls = index * 1000;
    return scene;
  });
  return {
    clock,
    inner,
    open,
    all,
    keys: async () => {
      const answers = await clock.settle(Promise.all(all.map(({ provide }) => provide())));
      return new Set(answers.map(({ accessKeyId }) => accessKeyId));
    },
    exchanges: () => all.reduce((sum, { source }, index) => sum + source.calls - index * 1000, 0),
  };
}

/** Waits until no record is being encrypted or decrypted: the clock must not run ahead of real work. */
async function untilIdle(work: { readonly running: number }): Promise<false> {
  do await queueTurn();
  while (work.running > 0);
  return false;
}

async function counted<T>(work: { running: number }, run: () => Promise<T>): Promise<T> {
  work.running += 1;
  try {
    return await run();
  } finally {
    work.running -= 1;
  }
}

type Sealed = ReturnType<typeof sealedProcesses>;

describe("20 processes over a sealed store", () => {
  const record = encodeRecord({ credentials: numbered(9, NOW_MS + HOUR_MS), obtainedAtMs: NOW_MS });

  it.each<[string, (scene: Sealed) => Promise<void>]>([
    ["was sealed with a foreign key", ({ open }) => open(FOREIGN).set("checkout.v1", record, IN_TWO_DAYS)],
    [
      "was moved from another key of the store",
      async ({ open, inner }) => {
        await open().set("admin.v1", record, IN_TWO_DAYS);
        await inner.set("checkout.v1", (await inner.get("admin.v1")) ?? "", IN_TWO_DAYS);
      },
    ],
    ["is no sealed record", ({ inner }) => inner.set("checkout.v1", "garbage", IN_TWO_DAYS)],
    [
      "was replayed after its end with a forged expiration",
      async ({ open, inner, clock }) => {
        await open().set("checkout.v1", record, { expiresAtMs: NOW_MS + 1000 });
        const replayed = (await inner.get("checkout.v1")) ?? "";
        clock.advance(1000);
        await inner.set("checkout.v1", replayed, IN_TWO_DAYS);
      },
    ],
    [
      "holds credentials near their end, with a forged expiration",
      async ({ open }) => {
        const credentials = numbered(9, NOW_MS + 30_000);
        const text = encodeRecord({ credentials, obtainedAtMs: NOW_MS - HOUR_MS });
        await open().set("checkout.v1", text, IN_TWO_DAYS);
      },
    ],
  ])("make one exchange if the record %s", async (_how, poison) => {
    const scene = sealedProcesses(20);
    await poison(scene);

    expect((await scene.keys()).size).toBe(1);
    expect(scene.exchanges()).toBe(1);
  });

  it("send a poison event for a record that cannot be opened, and replace it", async () => {
    const scene = sealedProcesses(1);
    await scene.open(FOREIGN).set("checkout.v1", record, IN_TWO_DAYS);
    await scene.keys();
    await scene.clock.settle(scene.clock.sleep(1));

    expect(scene.all[0]?.events[0]).toEqual({
      type: "poison",
      identity: "checkout",
      reason: "the sealed record cannot be opened: tampered",
    });
    expect(await scene.open().get("checkout.v1")).toContain(keyOf(1));
  });
});

it("a shared failure that cannot be opened is passed over, and the store is still used", async () => {
  const scene = sealedProcesses(1);
  await scene.open(FOREIGN).set("checkout.v1.failure", "{}", IN_TWO_DAYS);
  await scene.keys();
  await scene.clock.settle(scene.clock.sleep(1));

  expect(scene.all[0]?.types()).toEqual(["fetch", "refresh"]);
  expect(await scene.open().get("checkout.v1")).toContain(keyOf(1));
});

it("a record that cannot be used is reported once for each renewal, however long it waits", async () => {
  const { store, all } = processes(1);
  await store.set("checkout.v1", "garbage", IN_TWO_DAYS);
  await store.acquire("checkout.v1.lease", { ttlMs: 10_000 });
  await all[0]?.key();

  expect(all[0]?.types()).toEqual(["poison", "fetch", "refresh"]);
});

describe("a record in the store with a key that AWS refused", () => {
  it("is reported, not used, and replaced although it claims to last longer", async () => {
    const { store, all, clock } = processes(1);
    const [scene] = all;
    const text = encodeRecord({ credentials: numbered(9, NOW_MS + 12 * HOUR_MS), obtainedAtMs: NOW_MS });
    await store.set("checkout.v1", text, { expiresAtMs: NOW_MS + 12 * HOUR_MS });
    await scene?.provide.invalidate(numbered(9));
    await store.set("checkout.v1", text, { expiresAtMs: NOW_MS + 12 * HOUR_MS });

    expect(await scene?.key()).toBe(keyOf(1));
    await clock.settle(clock.sleep(1));
    expect(scene?.events).toContainEqual({
      type: "poison",
      identity: "checkout",
      reason: "AWS refused the key in the record",
    });
    expect(await store.get("checkout.v1")).toContain(keyOf(1));
  });
});

describe("the expiration that a record claims", () => {
  it.each([0, 23])("is believed for a day at most, of which %i hours are over", async (hours) => {
    const { store, all, clock } = processes(1);
    const [scene] = all;
    const never = NOW_MS + 1000 * DAY_MS;
    const obtainedAtMs = NOW_MS - hours * HOUR_MS;
    const text = encodeRecord({ credentials: numbered(9, never), obtainedAtMs });
    await store.set("checkout.v1", text, { expiresAtMs: never });
    expect(await scene?.key()).toBe(keyOf(9));
    clock.advance(DAY_MS - hours * HOUR_MS - 1);
    await scene?.key();
    expect(scene?.source.calls).toBe(0);

    clock.advance(1);
    await scene?.key();
    await clock.runUntil(clock.now() + MINUTE_MS);

    expect(scene?.source.calls).toBe(1);
  });

  it("does not make a new process take a record that is older than a day", async () => {
    const { store, all } = processes(1);
    const never = NOW_MS + 1000 * DAY_MS;
    const text = encodeRecord({ credentials: numbered(9, never), obtainedAtMs: NOW_MS - DAY_MS });
    await store.set("checkout.v1", text, { expiresAtMs: never });

    expect(await all[0]?.key()).toBe(keyOf(1));
  });
});

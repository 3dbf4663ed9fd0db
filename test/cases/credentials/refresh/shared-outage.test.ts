import { describe, expect, it } from "vitest";
import type { RefreshEvent } from "../../../../src/credentials/refresh/events.ts";
import { encodeFailure } from "../../../../src/credentials/sharing/shared-failure.ts";
import { ServiceError } from "../../../../src/errors/call-errors.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { rejectionOf } from "../../../support/rejection.ts";
import { MINUTE_MS } from "../../../support/time.ts";
import { processes } from "./processes.ts";
import { refused, throttled, unreachable } from "./refusals.ts";
import { keyOf, refreshScene } from "./scene.ts";

/** Processes whose source fails after 15 seconds. */
function outage(count: number, failure: unknown = unreachable()) {
  const scene = processes(count, { latencyMs: 15_000 });
  for (const { source } of scene.all) source.failure = failure;
  const startedMs = scene.clock.monotonic();
  const fail = async () => {
    const errors = scene.all.map(async ({ provide }) => {
      const error = await rejectionOf(provide());
      return { error, afterMs: scene.clock.monotonic() - startedMs };
    });
    return scene.clock.settle(Promise.all(errors));
  };
  return { ...scene, fail };
}

describe("the outage of a source that cold processes share", () => {
  it("costs one call, and each process gets the error at once after it", async () => {
    const { fail, exchanges } = outage(50);
    const failures = await fail();

    expect(exchanges()).toBe(1);
    expect(Math.max(...failures.map(({ afterMs }) => afterMs))).toBeLessThan(15_500);
  });

  it("is described to each process by the error of the one that asked", async () => {
    const { fail } = outage(3);
    const messages = (await fail()).map(({ error }) => String(error));

    expect(messages.filter((message) => message.includes("another process: failed: "))).toHaveLength(2);
    expect(messages.every((message) => message.includes("could not reach 169.254.170.23"))).toBe(true);
  });

  it.each([
    ["can be retried, if the source said so", unreachable(), true],
    ["can be retried, if a service said so", throttled(), true],
    ["is final, if the source threw another library's error", new Error("no route"), false],
  ])("%s", async (_how, failure, isRetryable) => {
    const { fail } = outage(3, failure);
    const errors = (await fail()).map(({ error }) => error).filter((error) => error !== failure);

    expect(errors).toHaveLength(2);
    for (const error of errors) {
      expect(error).toMatchObject({ code: "CREDENTIALS_UNAVAILABLE", retryable: isRetryable });
      const { cause } = error as Error;
      if (failure instanceof ServiceError) {
        expect(cause).toMatchObject({ awsCode: failure.awsCode, retryable: isRetryable });
      }
    }
  });

  it("is shared by processes that forced an exchange at the same moment", async () => {
    const { all, clock, exchanges } = processes(5);
    for (const { source } of all) source.failure = unreachable();
    await clock.settle(Promise.all(all.map(({ provide }) => rejectionOf(provide({ forceRefresh: true })))));

    expect(exchanges()).toBe(1);
  });

  it("keeps the delay that the source asks for in all of them", async () => {
    const { fail, all } = outage(3, throttled(10_000));
    await fail();

    expect(all.map(({ events }) => retryIn(events))).toEqual([10_000, 10_000, 10_000]);
  });

  it("does not tell other processes of a fault that is the own one of a process", async () => {
    const { all, clock, exchanges } = outage(2, refused(403, "AccessDeniedException"));
    const second = all[1];
    if (second) second.source.failure = undefined;
    const answers = Promise.all(all.map(({ provide }) => provide().catch(() => undefined)));
    const [, credentials] = await clock.settle(answers);

    expect(credentials?.accessKeyId).toBe(keyOf(1001));
    expect(exchanges()).toBe(2);
  });

  it("does not quote an error of another library, which may hold a secret", async () => {
    const { fail, store } = outage(2, new Error("canary-secret"));
    const failures = await fail();

    expect(String(failures.find(({ error }) => String(error).includes("another process"))?.error)).toContain(
      "the source failed",
    );
    expect(await store.get("checkout.v1.failure")).not.toContain("canary-secret");
  });

  it("ends for all of them with the first exchange that works", async () => {
    const { fail, all, keys, clock, exchanges } = outage(20);
    await fail();
    for (const { source } of all) Object.assign(source, { failure: undefined, latencyMs: 300 });
    await clock.runUntil(clock.now() + 25_000);

    expect(new Set(await keys()).size).toBe(1);
    expect(exchanges()).toBe(2);
  });

  it.each([20_000, -20_000])(
    "is not believed if it is %i ms old, whatever the store keeps",
    async (ageMs) => {
      const { store, all } = processes(1);
      const failure = encodeFailure({ error: unreachable(), failedAtMs: NOW_MS - ageMs });
      await store.set("checkout.v1.failure", failure, { expiresAtMs: NOW_MS + 10 * MINUTE_MS });

      expect(await all[0]?.key()).toBe(keyOf(1));
    },
  );

  it("does not make a caller with forceRefresh get the failure of before", async () => {
    const { fail, all, clock } = outage(2);
    await fail();
    for (const { source } of all) Object.assign(source, { failure: undefined, latencyMs: 0 });
    await clock.runUntil(clock.now() + 1);

    expect(await all[1]?.key({ forceRefresh: true })).toBe(keyOf(1001));
  });
});

describe("processes with two versions of the record", () => {
  it("do not block each other: each version makes one exchange", async () => {
    const { store, clock, all, keys, exchanges } = processes(20, { latencyMs: 300 });
    const future = JSON.stringify({ version: 2, accessKeyId: keyOf(9) });
    await store.set("checkout.v2", future, { expiresAtMs: NOW_MS + 12 * 60 * MINUTE_MS });
    await store.acquire("checkout.v2.lease", { ttlMs: 30_000 });
    await keys();

    expect(exchanges()).toBe(1);
    expect(all.flatMap(({ events }) => events).some(({ type }) => type === "poison")).toBe(false);
    expect(await store.get("checkout.v2")).toBe(future);
    expect(clock.now() - NOW_MS).toBeLessThan(1000);
  });
});

describe("the lease of an exchange", () => {
  it("lasts longer than the source may take, so that a slow exchange is not made twice", async () => {
    const { keys, exchanges } = processes(5, { latencyMs: 59_000, timeoutMs: 60_000 });

    expect(new Set(await keys())).toEqual(new Set([keyOf(1)]));
    expect(exchanges()).toBe(1);
  });

  it("is not held by a process that goes on without it", async () => {
    const { store, clock, all } = processes(1);
    await store.acquire("checkout.v1.lease", { ttlMs: 600_000 });
    await all[0]?.key();

    // A jitter of zero: with more of it the process would wait for up to twice as long.
    expect(clock.now() - NOW_MS).toBe(35_000);
  });

  it("that is held for ever does not make cold processes ask the source together", async () => {
    const view = (store: ReturnType<typeof processes>["store"]) => ({
      ...store,
      set: async () => undefined,
      acquire: async () => undefined,
    });
    const { all, clock } = processes(12, {}, view);
    const times: number[] = [];
    const answers = all.map(async ({ provide }) => {
      await provide();
      times.push(clock.monotonic());
    });
    await clock.settle(Promise.all(answers));

    expect(mostWithin(times, 1000)).toBeLessThan(4);
  });
});

function retryIn(events: readonly RefreshEvent[]): number {
  const last = events.findLast(({ type }) => type === "fail");
  return last?.type === "fail" ? last.retryInMs : 0;
}

function mostWithin(timesMs: readonly number[], spanMs: number): number {
  return Math.max(
    ...timesMs.map((startMs) => timesMs.filter((ms) => ms >= startMs && ms < startMs + spanMs).length),
  );
}

it("a process alone gets its own error, not one that the store holds", async () => {
  const { all } = processes(1);
  const scene = all[0] ?? refreshScene();
  scene.source.failure = unreachable();

  expect(await rejectionOf(scene.clock.settle(scene.provide()))).toBe(scene.source.failure);
});

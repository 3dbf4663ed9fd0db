import { describe, expect, it } from "vitest";
import { encodeRecord } from "../../../../src/credentials/sharing/credentials-record.ts";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../support/time.ts";
import { keyOf, numbered, refreshScene, type SceneOptions } from "./scene.ts";

/** A source that repeats a key, for example an agent with a cache, until the test changes `number`. */
function repeatingScene(options: SceneOptions = {}) {
  const source = { calls: 0, number: 1, forced: 0 };
  const scene = refreshScene({
    ...options,
    provider: async (request) => {
      source.calls += 1;
      if (request?.forceRefresh) source.forced += 1;
      return numbered(source.number, Date.UTC(2026, 2, 1, 18));
    },
  });
  /** Uses the credentials for a request that AWS refuses, as a session does. */
  const beRefused = async (): Promise<string> => {
    const used = await scene.clock.settle(scene.provide());
    await scene.clock.settle(scene.provide.invalidate(used));
    return used.accessKeyId;
  };
  return { ...scene, source, beRefused };
}

describe("a source that repeats a key which AWS refused", () => {
  it("is asked with a backoff, and not for each request", async () => {
    const { beRefused, source, pass } = repeatingScene();
    for (let request = 0; request < 50; request += 1) {
      await beRefused();
      await pass(SECOND_MS);
    }
    // After 1, 2, 4, 8, 16 and 32 seconds.
    expect(source.calls).toBeLessThanOrEqual(8);
  });

  it("is asked with forceRefresh", async () => {
    const { beRefused, source, key } = repeatingScene();
    await beRefused();
    await key();

    expect(source).toMatchObject({ calls: 2, forced: 1 });
  });

  it("has its credentials returned, with an event that says why they are not fresh", async () => {
    const { beRefused, key, events } = repeatingScene();
    await beRefused();

    expect(await key()).toBe(keyOf(1));
    expect(events.at(-1)).toMatchObject({
      type: "fail",
      at: "source",
      error: expect.objectContaining({ code: "INVALID_RESPONSE", path: "accessKeyId" }),
    });
  });

  it("has another key taken as soon as the backoff ends", async () => {
    const { beRefused, key, source, pass } = repeatingScene();
    await beRefused();
    await key();
    source.number = 2;
    expect(await key()).toBe(keyOf(1));
    await pass(SECOND_MS);

    expect(await key()).toBe(keyOf(2));
    await pass(10 * SECOND_MS);
    await key();
    expect(source.calls).toBe(3);
  });

  it("does not have the refused key stored", async () => {
    const store = memoryStore({ now: () => 0 });
    const { beRefused, key } = repeatingScene({ store, identity: "checkout" });
    await beRefused();
    await key();

    expect(await store.get("checkout.v1")).toBeUndefined();
  });

  it("stays known, however often another key is refused", async () => {
    const { provide, source, key, events } = repeatingScene();
    await provide.invalidate(numbered(1));
    for (let times = 0; times < 20; times += 1) await provide.invalidate(numbered(2));
    source.number = 1;
    await key();

    expect(events.at(-1)).toMatchObject({ type: "fail", at: "source" });
  });

  it("is forgotten after sixteen later ones, so that the memory of a process does not grow", async () => {
    const { provide, state } = repeatingScene();
    for (let number = 1; number <= 17; number += 1) await provide.invalidate(numbered(number));

    expect(state.refusedKeys.map(({ accessKeyId }) => accessKeyId)).toEqual(
      Array.from({ length: 16 }, (_, index) => keyOf(index + 2)),
    );
  });

  it("does not make the record of another process disappear", async () => {
    const store = memoryStore({ now: () => 0 });
    const expiresAtMs = NOW_MS + 30 * MINUTE_MS;
    const record = encodeRecord({ credentials: numbered(9, expiresAtMs), obtainedAtMs: NOW_MS });
    const { beRefused, key } = repeatingScene({ store, identity: "checkout" });
    await beRefused();
    await store.set("checkout.v1", record, { expiresAtMs });
    await key({ minTtlMs: HOUR_MS });

    expect(await store.get("checkout.v1")).toBe(record);
  });

  it("has the key tried as a fresh one again after 15 minutes, because a refusal may be mistaken", async () => {
    const { beRefused, key, source, pass } = repeatingScene();
    await beRefused();
    await key();
    await pass(15 * MINUTE_MS);
    await key();
    const { calls } = source;
    await pass(30 * MINUTE_MS);

    expect(await key()).toBe(keyOf(1));
    expect(source.calls).toBe(calls);
  });

  it("does not make an older refused key good again by refusing a newer one", async () => {
    const { beRefused, source, pass, events } = repeatingScene();
    await beRefused();
    source.number = 2;
    await beRefused();
    source.number = 1;
    await pass(HOUR_MS / 60);
    await beRefused();

    expect(events.at(-1)).toMatchObject({ type: "fail", at: "source" });
  });
});

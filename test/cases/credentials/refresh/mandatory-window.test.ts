import { describe, expect, it } from "vitest";
import { rejectionOf } from "../../../support/rejection.ts";
import { HOUR_MS, SECOND_MS } from "../../../support/time.ts";
import { keyOf, refreshScene, type Scene } from "./scene.ts";

/** Credentials of an hour, with so much of it left. */
async function lateScene(leftMs: number): Promise<Scene> {
  const scene = refreshScene();
  await scene.key();
  await scene.pass(HOUR_MS - leftMs);
  return scene;
}

describe("in the mandatory window", () => {
  it("callers wait for new credentials, and share one exchange", async () => {
    const { provide, clock, source, types } = await lateScene(30 * SECOND_MS);
    source.latencyMs = 300;
    const answers = await clock.settle(Promise.all([provide(), provide(), provide()]));

    expect(answers.map(({ accessKeyId }) => accessKeyId)).toEqual([keyOf(2), keyOf(2), keyOf(2)]);
    expect(source.calls).toBe(2);
    expect(types()).not.toContain("stale");
  });

  it("callers get the old credentials if the renewal fails, and an event says how long they live", async () => {
    const { source, key, events } = await lateScene(30 * SECOND_MS);
    source.failure = new Error("the agent is down");

    expect(await key()).toBe(keyOf(1));
    expect(events.at(-1)).toMatchObject({ type: "stale", remainingMs: 30 * SECOND_MS });
  });

  it.each([
    ["at its start", 60 * SECOND_MS],
    ["later", 30 * SECOND_MS],
  ])("no caller waits during the delay after a renewal that failed %s", async (_when, leftMs) => {
    const { source, key, pass } = await lateScene(leftMs);
    source.failure = new Error("the agent is down");
    await key();
    await pass(999);
    source.latencyMs = 5000;

    expect(await key()).toBe(keyOf(1));
    expect(source.calls).toBe(2);
  });

  it.each([
    [50_000, 5000],
    [4000, 2000],
  ])("with %i ms left, a caller waits for a hanging source for %i ms", async (leftMs, waitMs) => {
    const { clock, source, key, events } = await lateScene(leftMs);
    source.latencyMs = HOUR_MS;
    const startedMs = clock.now();

    expect(await key()).toBe(keyOf(1));
    expect(clock.now() - startedMs).toBe(waitMs);
    expect(events.at(-1)).toMatchObject({ type: "stale", remainingMs: leftMs - waitMs });
  });

  it("credentials that come too late for one caller are returned to the next", async () => {
    const { source, key, pass } = await lateScene(50 * SECOND_MS);
    source.latencyMs = 8000;
    await key();
    await pass(3000);

    expect(await key()).toBe(keyOf(2));
    expect(source.calls).toBe(2);
  });
});

describe("after the expiration", () => {
  it("credentials of half a minute are not returned, although their source was just asked", async () => {
    const { key, pass } = refreshScene({ lifeMs: 30 * SECOND_MS });
    await key();
    await pass(30 * SECOND_MS);

    expect(await key()).toBe(keyOf(2));
  });

  it("credentials are not returned: the caller gets the error of the source", async () => {
    const { provide, source, pass } = await lateScene(1);
    source.failure = new Error("the agent is down");
    await pass(1);

    expect(await rejectionOf(provide())).toBe(source.failure);
  });

  it("credentials are not returned within the delay after a failure either", async () => {
    const { provide, source, key, pass } = await lateScene(500);
    source.failure = new Error("the agent is down");
    await key();
    await pass(500);

    expect(await rejectionOf(provide())).toBe(source.failure);
    expect(await rejectionOf(provide({ minTtlMs: -1000 }))).toBe(source.failure);
  });

  it("callers wait for new credentials for as long as the source may take", async () => {
    const { clock, source, key } = await lateScene(0);
    source.latencyMs = 29_000;
    const startedMs = clock.now();

    expect(await key()).toBe(keyOf(2));
    expect(clock.now() - startedMs).toBe(29_000);
  });
});

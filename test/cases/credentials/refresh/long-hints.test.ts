import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../support/time.ts";
import { throttled } from "./refusals.ts";
import { keyOf, refreshScene, type Scene } from "./scene.ts";

const DAY_HINT = throttled(24 * HOUR_MS);

/** Credentials with 10 of their 60 minutes left, whose source once asks for a pause of a day. */
async function pausedScene(): Promise<Scene> {
  const scene = refreshScene();
  await scene.key();
  await scene.pass(50 * MINUTE_MS);
  scene.source.failure = DAY_HINT;
  await scene.key();
  scene.source.failure = undefined;
  return scene;
}

describe("a Retry-After of a day", () => {
  it("pauses background renewals for five minutes at most", async () => {
    const { key, pass, source } = await pausedScene();
    await pass(5 * MINUTE_MS - 1);
    await key();
    expect(source.calls).toBe(2);
    await pass(1);
    await key();

    expect(source.calls).toBe(3);
  });

  it("ends where callers would have to wait", async () => {
    const { key, pass, source, clock } = await pausedScene();
    source.failure = DAY_HINT;
    await pass(5 * MINUTE_MS);
    await key();
    source.failure = undefined;
    // The mandatory window is the last minute of the hour.
    await pass(4 * MINUTE_MS);
    const startedMs = clock.now();

    expect(await key()).toBe(keyOf(4));
    expect(clock.now()).toBe(startedMs);
  });

  it("is reported with the time after which the source is really asked", async () => {
    const { events } = await pausedScene();

    expect(events).toContainEqual(
      expect.objectContaining({ type: "fail", at: "source", retryInMs: 5 * MINUTE_MS }),
    );
  });

  it("does not keep callers without credentials from the source for longer than 20 seconds", async () => {
    const { provide, source, pass, key } = refreshScene();
    source.failure = DAY_HINT;
    await provide().catch(() => undefined);
    source.failure = undefined;
    await pass(20 * SECOND_MS);

    expect(await key()).toBe(keyOf(2));
  });
});

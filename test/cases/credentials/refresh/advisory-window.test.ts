import { describe, expect, it } from "vitest";
import { CredentialsUnavailableError } from "../../../../src/errors/errors.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../support/time.ts";
import { throttled } from "./refusals.ts";
import { keyOf, refreshScene, type Scene } from "./scene.ts";

/** Credentials of an hour, five minutes into their advisory zone. */
async function advisoryScene(random = 0): Promise<Scene> {
  const scene = refreshScene({ random });
  await scene.key();
  await scene.pass(50 * MINUTE_MS);
  return scene;
}

async function retryDelays(scene: Scene, count: number): Promise<number[]> {
  const delays: number[] = [];
  for (let index = 0; index < count; index += 1) {
    await scene.provide();
    await scene.pass(0);
    const failed = scene.events.findLast((event) => event.type === "fail");
    delays.push(failed?.type === "fail" ? failed.retryInMs : 0);
    await scene.pass(delays.at(-1) ?? 0);
  }
  return delays;
}

describe("in the advisory window", () => {
  it("a caller gets the current credentials at once, while a renewal runs", async () => {
    const { provide, source, pass, key } = await advisoryScene();
    source.latencyMs = 300;
    const first = await Promise.race([provide(), Promise.resolve().then(() => Promise.resolve("too late"))]);
    expect(first).toMatchObject({ accessKeyId: keyOf(1) });

    await pass(300);
    expect(await key()).toBe(keyOf(2));
    expect(source.calls).toBe(2);
  });

  it("many callers start one exchange", async () => {
    const { provide, source, pass } = await advisoryScene();
    source.latencyMs = 300;
    await Promise.all(Array.from({ length: 1000 }, () => provide()));
    await pass(300);

    expect(source.calls).toBe(2);
  });

  it("waitUntil gets the renewal, which a runtime would otherwise end with its caller", async () => {
    const works: Promise<unknown>[] = [];
    const { source, pass, key, clock, state } = refreshScene({ waitUntil: (work) => void works.push(work) });
    await key();
    expect(works).toEqual([]);

    await pass(50 * MINUTE_MS);
    source.latencyMs = 300;
    source.failure = new Error("the agent is down");
    await key();
    await clock.settle(Promise.all(works));
    expect([works.length, state.failure?.error]).toEqual([1, source.failure]);
  });

  it("a failed renewal is an event, and not an error of the caller", async () => {
    const { source, pass, key, events } = await advisoryScene();
    source.failure = new Error("the agent is down");
    expect(await key()).toBe(keyOf(1));
    await pass(0);

    expect(events.at(-1)).toMatchObject({ type: "fail", at: "source", error: source.failure });
  });

  it("a renewal that never ends delays no caller", async () => {
    const { source, pass, key } = await advisoryScene();
    source.latencyMs = 24 * HOUR_MS;
    expect(await key()).toBe(keyOf(1));
    await pass(MINUTE_MS);
    expect(await key()).toBe(keyOf(1));
    expect(source.calls).toBe(2);
  });
});

describe("after a failed renewal in the advisory window", () => {
  it("the source is asked again after a second, then after doubled delays up to a minute", async () => {
    const scene = await advisoryScene();
    scene.source.failure = new Error("the agent is down");

    expect(await retryDelays(scene, 8)).toEqual(
      [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * SECOND_MS),
    );
  });

  it("jitter shortens the delay by half at most", async () => {
    const scene = await advisoryScene(0.9);
    scene.source.failure = new Error("the agent is down");

    expect(await retryDelays(scene, 3)).toEqual([550, 1100, 2200]);
  });

  it("no caller asks the source before the delay is over, and a success ends the backoff", async () => {
    const { source, pass, key } = await advisoryScene();
    source.failure = new Error("the agent is down");
    await key();
    await pass(999);
    await key();
    expect(source.calls).toBe(2);

    source.failure = undefined;
    await pass(1);
    await key();
    await pass(0);
    expect(await key()).toBe(keyOf(3));
  });

  it("a success makes the next backoff begin with a second again", async () => {
    const scene = await advisoryScene();
    scene.source.failure = new Error("the agent is down");
    await retryDelays(scene, 3);
    scene.source.failure = undefined;
    await scene.provide();
    await scene.pass(0);
    await scene.pass(50 * MINUTE_MS);
    scene.source.failure = new Error("the agent is down");

    expect(await retryDelays(scene, 2)).toEqual([SECOND_MS, 2 * SECOND_MS]);
  });

  it.each([
    ["straight from the service", throttled(90_000)],
    [
      "through a chain",
      new CredentialsUnavailableError({ sources: [], retryable: true, cause: throttled(90_000) }),
    ],
  ])("a delay that the service asks for is kept and reported, %s", async (_how, failure) => {
    const { source, pass, key, types } = await advisoryScene();
    source.failure = failure;
    await key();
    await pass(89_999);
    await key();
    expect(source.calls).toBe(2);
    expect(types()).toContain("throttle");

    await pass(1);
    await key();
    expect(source.calls).toBe(3);
  });
});

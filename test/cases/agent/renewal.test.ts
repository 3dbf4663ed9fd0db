import { describe, expect, it } from "vitest";
import { seededChance } from "../../support/chance.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../support/time.ts";
import { agentScene, keyOf } from "./agent-scene.ts";
import { podToken } from "./pod-token.ts";

const TOKEN = podToken("checkout-0");

describe("the credentials of a pod that ended", () => {
  it("are never renewed, however often the pod asked before", async () => {
    const { get, pass, source, eventsOf, agent } = agentScene();
    for (let minute = 0; minute < 5; minute += 1) {
      await get(TOKEN);
      await pass(MINUTE_MS);
    }
    await pass(24 * HOUR_MS);

    expect(source.calls).toHaveLength(1);
    expect(eventsOf("evict")).toMatchObject([{ reason: "expired", pod: { podName: "checkout-0" } }]);
    expect(agent.state().kept).toBe(0);
  });

  it("are renewed once more if the pod asked within the last 15 minutes", async () => {
    const { get, pass, source, eventsOf } = agentScene();
    await get(TOKEN);
    await pass(3 * HOUR_MS - 14 * MINUTE_MS);
    await get(TOKEN);
    await pass(24 * HOUR_MS);

    expect(source.calls.map(({ atMs }) => atMs)).toEqual([0, 3 * HOUR_MS]);
    expect(eventsOf("exchange").map(({ isRenewal }) => isRenewal)).toEqual([false, true]);
  });
});

describe("the credentials of a pod that asks often", () => {
  it("are renewed ahead of time, so that the pod never waits", async () => {
    const { get, pass, source, clock } = agentScene({ latencyMs: 700, lifeMs: HOUR_MS });
    await get(TOKEN);
    const waits: number[] = [];
    for (let minute = 0; minute < 120; minute += 1) {
      await pass(MINUTE_MS);
      const askedMs = clock.now();
      expect((await get(TOKEN)).status).toBe(200);
      waits.push(clock.now() - askedMs);
    }

    expect(new Set(waits)).toEqual(new Set([0]));
    expect(source.calls).toHaveLength(4);
  });

  it("are never older than maxCredentialRetentionMs", async () => {
    const { get, pass, source } = agentScene({ maxCredentialRetentionMs: HOUR_MS });
    for (let minute = 0; minute <= 180; minute += 5) {
      await get(TOKEN);
      await pass(5 * MINUTE_MS);
    }

    expect(source.calls.map(({ atMs }) => atMs)).toEqual([0, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS]);
  });

  it("are not renewed together with those of pods that started together", async () => {
    const { getAll, pass, source } = agentScene({ random: seededChance(1) });
    const tokens = Array.from({ length: 50 }, (_, index) => podToken(`checkout-${index}`));
    for (let minute = 0; minute < 180; minute += 10) {
      await getAll(tokens);
      await pass(10 * MINUTE_MS);
    }
    const renewals = source.calls.slice(50).map(({ atMs }) => atMs);

    expect(renewals).toHaveLength(50);
    expect(Math.min(...renewals)).toBeLessThan(135 * MINUTE_MS);
    expect(Math.max(...renewals)).toBeGreaterThan(170 * MINUTE_MS);
    for (const atMs of renewals) {
      expect(renewals.filter((other) => Math.abs(other - atMs) < MINUTE_MS).length).toBeLessThan(8);
    }
  });
});

describe("the credentials of a pod that asks rarely", () => {
  it("are returned at once while they are fresh", async () => {
    const { get, pass, clock } = agentScene({ latencyMs: 700 });
    await get(TOKEN);
    await pass(2 * HOUR_MS);
    const askedMs = clock.now();

    expect((await get(TOKEN)).key).toBe(keyOf(1));
    expect(clock.now()).toBe(askedMs);
  });

  it("are renewed in the background once they are older than maxCredentialRetentionMs", async () => {
    const { get, pass, clock, eventsOf } = agentScene({ latencyMs: 700 });
    await get(TOKEN);
    await pass(4 * HOUR_MS);
    const askedMs = clock.now();

    expect((await get(TOKEN)).key).toBe(keyOf(1));
    expect(clock.now()).toBe(askedMs);
    await pass(SECOND_MS);
    expect((await get(TOKEN)).key).toBe(keyOf(2));
    expect(eventsOf("exchange").map(({ isRenewal }) => isRenewal)).toEqual([false, true]);
  });

  it.each([
    ["botocore, 15 minutes before the end", 15],
    ["the AWS SDK for JavaScript, 5 minutes before the end", 5],
    ["podkey, 21 minutes before the end", 21],
  ])("are new when the client renews its copy (%s)", async (_name, minutes) => {
    const { get, pass, clock } = agentScene({ latencyMs: 700 });
    await get(TOKEN);
    await pass(6 * HOUR_MS - minutes * MINUTE_MS);
    const askedMs = clock.now();
    const answer = await get(TOKEN);

    expect(answer.key).toBe(keyOf(2));
    expect(clock.now() - askedMs).toBe(700);
  });

  it("are the old ones if the exchange takes longer than 0.8 s, and new at the next request", async () => {
    const { get, pass, clock, source } = agentScene({ latencyMs: 700 });
    await get(TOKEN);
    await pass(6 * HOUR_MS - 5 * MINUTE_MS);
    source.latencyMs = 3000;
    const askedMs = clock.now();

    expect((await get(TOKEN)).key).toBe(keyOf(1));
    expect(clock.now() - askedMs).toBe(800);
    await pass(3000);
    expect((await get(TOKEN)).key).toBe(keyOf(2));
    expect(source.calls).toHaveLength(2);
  });

  it("are the old ones after half of their remaining time if that is less than 0.8 s", async () => {
    const { get, pass, clock, source } = agentScene();
    await get(TOKEN);
    await pass(6 * HOUR_MS - SECOND_MS);
    source.latencyMs = 3000;
    const askedMs = clock.now();

    expect((await get(TOKEN)).key).toBe(keyOf(1));
    expect(clock.now() - askedMs).toBe(500);
  });
});

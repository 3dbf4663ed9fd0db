import { describe, expect, it } from "vitest";
import { seededChance } from "../../simulation/chance.ts";
import { agentScene, HOUR_MS, keyOf, MINUTE_MS, SECOND_MS } from "./agent-scene.ts";
import { podToken } from "./pod-token.ts";

const TOKEN = podToken("checkout-0");

describe("the credentials of a pod that is dead", () => {
  it("are never renewed, however often it asked while it lived", async () => {
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

  it("are renewed once more if it died within a quarter of an hour before", async () => {
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
  it("are renewed ahead of its requests, so that it never waits", async () => {
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

  it("are as old as the retention at most", async () => {
    const { get, pass, source } = agentScene({ maxCredentialRetentionMs: HOUR_MS });
    for (let minute = 0; minute <= 180; minute += 5) {
      await get(TOKEN);
      await pass(5 * MINUTE_MS);
    }

    expect(source.calls.map(({ atMs }) => atMs)).toEqual([0, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS]);
  });

  it("are not all renewed at the same time although they came at the same time", async () => {
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

describe("the credentials of a pod that asks seldom", () => {
  it("are given at once while they are fresh", async () => {
    const { get, pass, clock } = agentScene({ latencyMs: 700 });
    await get(TOKEN);
    await pass(2 * HOUR_MS);
    const askedMs = clock.now();

    expect((await get(TOKEN)).key).toBe(keyOf(1));
    expect(clock.now()).toBe(askedMs);
  });

  it("are renewed behind it once they are older than the retention", async () => {
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
  ])("are new ones when their client renews (%s)", async (_name, minutes) => {
    const { get, pass, clock } = agentScene({ latencyMs: 700 });
    await get(TOKEN);
    await pass(6 * HOUR_MS - minutes * MINUTE_MS);
    const askedMs = clock.now();
    const answer = await get(TOKEN);

    expect(answer.key).toBe(keyOf(2));
    expect(clock.now() - askedMs).toBe(700);
  });

  it("are the old ones for a client that would else wait longer than 0.8 s, and new ones the next time", async () => {
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

  it("are worth half of the life that is left, at most, to wait for", async () => {
    const { get, pass, clock, source } = agentScene();
    await get(TOKEN);
    await pass(6 * HOUR_MS - SECOND_MS);
    source.latencyMs = 3000;
    const askedMs = clock.now();

    expect((await get(TOKEN)).key).toBe(keyOf(1));
    expect(clock.now() - askedMs).toBe(500);
  });
});

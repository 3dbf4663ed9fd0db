import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../support/time.ts";
import { throttled } from "../credentials/refresh/refusals.ts";
import { agentScene, keyOf } from "./agent-scene.ts";
import { podToken } from "./pod-token.ts";

const [FIRST, SECOND, THIRD] = ["checkout-0", "checkout-1", "checkout-2"].map((name) => podToken(name)) as [
  string,
  string,
  string,
];

describe("the agent's cache", () => {
  it("answers the second request for a token without an exchange", async () => {
    const { getAll, get, source, eventsOf, agent } = agentScene();
    const first = await get(FIRST);
    const [second] = await getAll([FIRST]);

    expect(second?.text).toBe(first.text);
    expect(source.calls).toHaveLength(1);
    expect(eventsOf("answer").map(({ from }) => from)).toEqual(["exchange", "cache"]);
    expect(agent.state()).toMatchObject({ kept: 1, waiting: 0 });
  });

  it("holds credentials for each token separately, even for two tokens of one pod", async () => {
    const { get } = agentScene();
    const rotated = podToken("checkout-0", { claims: { jti: "second" } });

    expect([(await get(FIRST)).key, (await get(rotated)).key, (await get(FIRST)).key]).toEqual([
      keyOf(1),
      keyOf(2),
      keyOf(1),
    ]);
  });

  it("evicts the pod that was used longest ago when it is full", async () => {
    const { get, eventsOf, agent, source } = agentScene({ maxCacheSize: 2 });
    await get(FIRST);
    await get(SECOND);
    await get(FIRST);
    await get(THIRD);

    expect(eventsOf("evict")).toEqual([
      { type: "evict", reason: "full", pod: expect.objectContaining({ podName: "checkout-1" }) },
    ]);
    expect(agent.state().kept).toBe(2);
    expect((await get(FIRST)).key).toBe(keyOf(1));
    expect((await get(SECOND)).key).toBe(keyOf(4));
    expect(source.calls).toHaveLength(4);
  });

  it("drops credentials when they expire, without a request", async () => {
    const { get, pass, agent, eventsOf, clock } = agentScene({ lifeMs: HOUR_MS });
    await get(FIRST);
    await pass(MINUTE_MS);
    await get(SECOND);
    expect(agent.state()).toMatchObject({ kept: 2, firstExpiryMs: clock.now() + 59 * MINUTE_MS });

    await pass(59 * MINUTE_MS);
    expect(agent.state()).toMatchObject({ kept: 1, firstExpiryMs: clock.now() + MINUTE_MS });

    await pass(MINUTE_MS);
    expect(agent.state()).toMatchObject({ kept: 0, firstExpiryMs: undefined });
    expect(eventsOf("evict").map(({ reason, pod }) => [reason, pod.podName])).toEqual([
      ["expired", "checkout-0"],
      ["expired", "checkout-1"],
    ]);
  });

  it("counts the exchange of a pod whose credentials expired as a first one", async () => {
    const { get, pass, eventsOf } = agentScene({ lifeMs: HOUR_MS });
    await get(FIRST);
    await pass(HOUR_MS);
    await get(FIRST);

    expect(eventsOf("exchange").map(({ isRenewal }) => isRenewal)).toEqual([false, false]);
  });

  it("makes a new exchange for a request after the credentials expired", async () => {
    const { get, pass } = agentScene({ lifeMs: HOUR_MS });
    await get(FIRST);
    await pass(HOUR_MS);

    expect((await get(FIRST)).key).toBe(keyOf(2));
  });

  it("never gives cached credentials to a forged token with the same claims", async () => {
    const { get, source, agent } = agentScene();
    await get(FIRST);
    const forged = podToken("checkout-0", { signature: "Zm9yZ2Vk" });
    source.fails = (token) => (token === forged ? new Error("no") : undefined);

    expect((await get(forged)).status).toBe(500);
    expect((await get(FIRST)).key).toBe(keyOf(1));
    expect([agent.state().kept, source.calls.length]).toEqual([1, 2]);
  });
});

describe.each([
  { setting: "maxCacheSize", options: { maxCacheSize: 0 } },
  { setting: "maxCredentialRetentionMs", options: { maxCredentialRetentionMs: 0 } },
])("an agent that caches nothing ($setting is 0)", ({ options }) => {
  it("makes an exchange for each request in turn", async () => {
    const { get, agent, source, eventsOf } = agentScene(options);

    expect([(await get(FIRST)).key, (await get(FIRST)).key]).toEqual([keyOf(1), keyOf(2)]);
    expect(source.calls).toHaveLength(2);
    expect(agent.state()).toMatchObject({ kept: 0, firstExpiryMs: undefined });
    expect(eventsOf("answer").map(({ from }) => from)).toEqual(["exchange", "exchange"]);
    expect(eventsOf("evict")).toEqual([]);
  });

  it("makes one exchange for concurrent requests", async () => {
    const { getAll, source } = agentScene({ ...options, latencyMs: 100 });
    const answers = await getAll(Array.from({ length: 50 }, () => FIRST));

    expect(new Set(answers.map(({ key }) => key))).toEqual(new Set([keyOf(1)]));
    expect(source.calls).toHaveLength(1);
  });

  it("leaves no timer behind", async () => {
    const timers = new Set<object>();
    const { get } = agentScene({
      ...options,
      ports: {
        runLater: () => {
          const timer = {};
          timers.add(timer);
          return () => timers.delete(timer);
        },
      },
    });
    await get(FIRST);

    expect(timers.size).toBe(0);
  });
});

describe("tokens that the exchange refuses", () => {
  const FORGED = 10_000;

  it("never evict a pod with credentials, however many they are", { timeout: 30_000 }, async () => {
    const { getAll, source, agent, eventsOf } = agentScene({ maxCacheSize: 100, maxServiceQps: 10_000 });
    const honest = Array.from({ length: 100 }, (_, index) => podToken(`honest-${index}`));
    await getAll(honest);
    source.fails = () => new Error("no");
    for (let first = 0; first < FORGED; first += 250) {
      const numbers = Array.from({ length: 250 }, (_, index) => first + index);
      await getAll(numbers.map((number) => podToken("honest-0", { signature: `Zm9yZ2Vk${number}` })));
    }
    const calls = source.calls.length;
    const answers = await getAll(honest);

    expect(calls).toBe(100 + FORGED);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(source.calls).toHaveLength(calls);
    expect(agent.state().kept).toBe(100);
    expect(eventsOf("evict")).toEqual([]);
  });

  it("never evict a pod that waits for its first credentials", { timeout: 30_000 }, async () => {
    const { agent, ask, get, getAll, source } = agentScene({
      latencyMs: SECOND_MS,
      maxServiceBurst: 2,
      maxServiceQps: 1,
    });
    const honest = ask(FIRST, "10.0.0.1");
    source.fails = (token) => (token === FIRST ? undefined : new Error("no"));
    const forged = Array.from({ length: 2000 }, (_, number) =>
      podToken("x", { signature: `Zm9yZ2Vk${number}` }),
    );
    const refused = await getAll(forged, "10.0.0.66");

    expect((await honest).status).toBe(200);
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429, 500, 503]));
    expect(agent.state().kept).toBe(1);
    expect((await get(FIRST)).key).toBe(keyOf(1));
  });

  it("are exchanged again after one second, because an association may exist by then", async () => {
    const { get, source, pass } = agentScene();
    source.fails = () => throttled();
    expect((await get(FIRST)).status).toBe(429);
    const calls = source.calls.length;
    source.fails = () => undefined;
    expect((await get(FIRST)).status).toBe(429);
    expect(source.calls).toHaveLength(calls);

    await pass(SECOND_MS);
    expect((await get(FIRST)).status).toBe(200);
  });
});

import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../support/time.ts";
import { refused, throttled } from "../credentials/refresh/refusals.ts";
import { agentScene, keyOf } from "./agent-scene.ts";
import { codeIn, credentialsRequest } from "./answer.ts";
import { EXCHANGE, emulatedAgent } from "./emulated-agent.ts";
import { podToken } from "./pod-token.ts";

const TOKENS = Array.from({ length: 200 }, (_, index) => podToken(`checkout-${index}`));

describe("the exchanges of an agent", () => {
  it("keep to three per second after a burst of a hundred", async () => {
    const { getAll, source } = agentScene();
    const answers = await getAll(TOKENS.slice(0, 160));

    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(source.calls.filter(({ atMs }) => atMs === 0)).toHaveLength(100);
    expect(source.calls.at(-1)?.atMs).toBeGreaterThanOrEqual(20_000);
    expect(source.calls.at(-1)?.atMs).toBeLessThan(20_060);
  });

  it("are refused with 429 and Retry-After if the queue is too long", async () => {
    const { getAll, source, eventsOf } = agentScene({
      maxServiceQps: 2,
      maxServiceBurst: 1,
      maxWaitMs: 5000,
    });
    const answers = await getAll(TOKENS.slice(0, 20));
    const late = answers.filter(({ status }) => status === 429);

    expect(late).toHaveLength(9);
    expect(source.calls).toHaveLength(11);
    expect(new Set(late.map(codeIn))).toEqual(new Set(["TooManyRequestsException"]));
    expect(new Set(late.map(({ headers }) => headers.get("retry-after")))).toEqual(new Set(["6"]));
    expect(eventsOf("exchange-failed").every(({ isRecoverable }) => isRecoverable)).toBe(true);
  });

  it("report how long they waited", async () => {
    const { getAll, eventsOf } = agentScene({ maxServiceQps: 2, maxServiceBurst: 1, latencyMs: 100 });
    await getAll(TOKENS.slice(0, 3));

    expect(eventsOf("exchange").map(({ waitedMs, durationMs }) => [waitedMs, durationMs])).toEqual([
      [0, 100],
      [500, 600],
      [1000, 1100],
    ]);
  });

  it("are counted in the agent's state while they wait", async () => {
    const { agent, clock, ask, pass } = agentScene({ maxServiceQps: 1, maxServiceBurst: 1 });
    const answers = Promise.all(TOKENS.slice(0, 3).map((token) => ask(token)));
    await pass(0);
    expect(agent.state().waiting).toBe(2);

    await clock.settle(answers);
    expect(agent.state().waiting).toBe(0);
  });

  it("take one turn of the rate limiter each, renewals and retries included", async () => {
    const { get, pass, source, clock } = agentScene({ maxServiceQps: 0.1, maxServiceBurst: 1 });
    source.fails = () =>
      source.calls.length < 3 ? refused(500, "InternalServerException", { retryable: true }) : undefined;
    expect((await get(TOKENS[0] ?? "")).status).toBe(200);
    expect(source.calls.map(({ atMs }) => atMs)).toEqual([0, 10_000, 20_000]);

    await pass(3 * HOUR_MS - MINUTE_MS);
    const askedMs = clock.now();
    await get(TOKENS[0] ?? "");
    await get(TOKENS[1] ?? "");
    expect(clock.now()).toBe(askedMs);
    await pass(MINUTE_MS);
    await get(TOKENS[2] ?? "");
    const times = source.calls.slice(3).map(({ atMs }) => atMs);
    expect(times).toHaveLength(3);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(10_000);
  });

  it("of an address that floods the agent delay another address by about one round", async () => {
    const { agent, ask, get, clock, pass, source } = agentScene({ maxServiceBurst: 10 });
    const flood = Promise.all(TOKENS.slice(0, 100).map((token) => ask(token, "10.0.0.66")));
    await pass(SECOND_MS);
    expect(agent.state().waiting).toBeGreaterThan(80);
    const askedMs = clock.now();

    expect((await get(podToken("honest"), "10.0.0.1")).status).toBe(200);
    expect(clock.now() - askedMs).toBeLessThanOrEqual(700);
    await clock.settle(flood);
    await pass(10 * SECOND_MS);
    expect(source.calls.length).toBeGreaterThan(90);
  });
});

describe("throttling by EKS Auth", () => {
  it.each([
    ["Retry-After", { retryAfterSeconds: 4 }, 4000],
    ["x-amz-retry-after", { retryAfterMs: 2500 }, 2500],
    ["no hint", {}, 1000],
  ])("(%s) delays every exchange, which then succeeds", async (_name, hint, waitMs) => {
    const { agent, clock, emulator, settle, issueToken, countOf } = await emulatedAgent();
    const [first, second] = [await issueToken("checkout-0"), await issueToken("checkout-1")];
    emulator.injectFault({ kind: "throttle", operation: EXCHANGE, ...hint });
    const startedMs = clock.now();
    const ask = (token: string) => agent.fetch(credentialsRequest(token));
    const answers = settle(Promise.all([ask(first), clock.sleep(100).then(() => ask(second))]));

    expect((await answers).map(({ status }) => status)).toEqual([200, 200]);
    expect(clock.now() - startedMs).toBeGreaterThanOrEqual(waitMs);
    expect(clock.now() - startedMs).toBeLessThanOrEqual(waitMs + SECOND_MS);
    expect(countOf(EXCHANGE)).toBe(3);
    expect(agent.state()).toMatchObject({ kept: 2, waiting: 0 });
  });

  it("reaches clients at once if it lasts longer than they may wait", async () => {
    const { get, source, clock } = agentScene();
    source.fails = () => throttled(60_000);
    const startedMs = clock.now();
    const answer = await get(TOKENS[0] ?? "");

    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(50);
    expect(clock.now() - startedMs).toBeLessThanOrEqual(6000);
    expect((await get(TOKENS[1] ?? "")).status).toBe(429);
    expect(source.calls).toHaveLength(1);
  });

  it("with a Retry-After of a day delays new pods by one minute, and the throttled pod no longer than five", async () => {
    const { get, source, pass } = agentScene();
    source.fails = () => throttled(86_400_000);
    expect((await get(TOKENS[0] ?? "")).status).toBe(429);
    source.fails = () => undefined;
    await pass(MINUTE_MS);
    expect((await get(TOKENS[1] ?? "")).status).toBe(200);
    await pass(4 * MINUTE_MS);

    expect((await get(TOKENS[0] ?? "")).status).toBe(200);
  });

  it("of a renewal with a Retry-After of a day delays the next renewal by five minutes at most", async () => {
    const { get, source, pass } = agentScene();
    await get(TOKENS[0] ?? "");
    await pass(6 * HOUR_MS - 20 * MINUTE_MS);
    source.fails = () => throttled(86_400_000);
    expect((await get(TOKENS[0] ?? "")).status).toBe(200);
    source.fails = () => undefined;
    await pass(5 * MINUTE_MS);

    expect((await get(TOKENS[0] ?? "")).key).toBe(keyOf(source.calls.length));
    expect(source.calls.length).toBeGreaterThan(2);
  });

  it("is over in time on a machine whose wall clock steps back by two hours", async () => {
    const { get, source, pass, clock } = agentScene();
    source.fails = () => throttled(10_000);
    await get(TOKENS[0] ?? "");
    source.fails = () => undefined;
    clock.stepWall(-2 * HOUR_MS);
    await pass(10_000);

    expect((await get(TOKENS[1] ?? "")).status).toBe(200);
  });

  it("does not affect cached credentials", async () => {
    const { get, source } = agentScene();
    await get(TOKENS[0] ?? "");
    source.fails = () => throttled(60_000);
    await get(TOKENS[1] ?? "");

    expect((await get(TOKENS[0] ?? "")).status).toBe(200);
  });
});

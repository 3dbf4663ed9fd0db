import { describe, expect, it } from "vitest";
import { HOUR_MS, SECOND_MS } from "../../support/time.ts";
import { agentScene, keyOf } from "./agent-scene.ts";
import { credentialsRequest, readAnswer } from "./answer.ts";
import { podToken } from "./pod-token.ts";

const TOKEN = podToken("checkout-0");
const TEN = Array.from({ length: 10 }, (_, index) => podToken(`checkout-${index}`));

describe("a thousand concurrent requests", () => {
  const requests = Array.from({ length: 1000 }, (_, index) => TEN[index % 10] ?? "");

  it("with ten tokens cost exactly ten exchanges", async () => {
    const { getAll, source } = agentScene({ latencyMs: 300 });
    const answers = await getAll(requests);

    expect(source.calls.map(({ token }) => token)).toEqual(TEN);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(answers.map(({ key }) => key)).size).toBe(10);
    expect(answers.every(({ text }, index) => text === answers[index % 10]?.text)).toBe(true);
  });

  it("share a failed exchange as they share a successful one", async () => {
    const { getAll, source } = agentScene({ latencyMs: 300 });
    source.fails = () => new Error("no");
    const answers = await getAll(requests);

    expect(answers.every(({ status }) => status === 500)).toBe(true);
    expect(source.calls).toHaveLength(10);
  });

  it("cost an exchange each on Workers, where requests must not share promises", async () => {
    const { getAll, get, source } = agentScene({ latencyMs: 300, ports: { shareInFlight: false } });
    const answers = await getAll(requests.slice(0, 30));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(source.calls).toHaveLength(30);

    expect((await get(TOKEN)).status).toBe(200);
    expect(source.calls).toHaveLength(30);
  });
});

describe("a client that closes its connection", () => {
  it("does not abort the exchange for other clients", async () => {
    const { agent, clock, get, pass, source } = agentScene({ latencyMs: SECOND_MS });
    const leaving = new AbortController();
    const mine = agent.fetch(credentialsRequest(TOKEN, { signal: leaving.signal }));
    const other = agent.fetch(credentialsRequest(TOKEN));
    await pass(100);
    leaving.abort();

    expect((await clock.settle(other)).status).toBe(200);
    expect((await mine).status).toBe(200);
    expect((await get(TOKEN)).key).toBe(keyOf(1));
    expect(source.calls).toHaveLength(1);
  });

  it("leaves the result of its exchange to the next request", async () => {
    const { agent, get, pass, source } = agentScene({ latencyMs: SECOND_MS });
    const leaving = new AbortController();
    void agent.fetch(credentialsRequest(TOKEN, { signal: leaving.signal }));
    leaving.abort();
    await pass(SECOND_MS);

    expect((await get(TOKEN)).key).toBe(keyOf(1));
    expect(source.calls).toHaveLength(1);
  });
});

describe("an exchange that takes longer than answerWithinMs", () => {
  const slow = { latencyMs: 40 * SECOND_MS, answerWithinMs: 25 * SECOND_MS };

  it("answers 503 with Retry-After, and gives its result to the next request", async () => {
    const { get, clock, source, pass } = agentScene(slow);
    const startedMs = clock.now();
    const { status, headers, text } = await get(TOKEN);

    expect(status).toBe(503);
    expect(clock.now() - startedMs).toBe(25 * SECOND_MS);
    expect(headers.get("retry-after")).toBe("1");
    expect(text).toMatch(/\(ServiceUnavailableException\): [^\n]+, fault: server\n$/);

    await pass(SECOND_MS);
    expect((await get(TOKEN)).key).toBe(keyOf(1));
    expect(clock.now() - startedMs).toBe(40 * SECOND_MS);
    expect(source.calls).toHaveLength(1);
  });

  it("is reported when it ends, after the answer that did not wait for it", async () => {
    const { get, pass, events } = agentScene(slow);
    await get(TOKEN);
    await pass(20 * SECOND_MS);

    expect(events).toMatchObject([
      { type: "answer", status: 503, durationMs: 25 * SECOND_MS, pod: { podName: "checkout-0" } },
      { type: "exchange", durationMs: 40 * SECOND_MS, waitedMs: 0, isRenewal: false },
    ]);
  });

  it("is shared by requests after the old credentials expired", async () => {
    const { get, source, pass } = agentScene({ lifeMs: HOUR_MS });
    await get(TOKEN);
    await pass(HOUR_MS - 10 * SECOND_MS);
    source.latencyMs = 20 * SECOND_MS;
    expect((await get(TOKEN)).key).toBe(keyOf(1));
    await pass(10 * SECOND_MS);

    expect((await get(TOKEN)).key).toBe(keyOf(2));
    expect((await get(TOKEN)).key).toBe(keyOf(2));
    expect(source.calls).toHaveLength(2);
  });
});

describe("a closed agent", () => {
  it("renews nothing ahead of time, finishes exchanges under way, and still answers", async () => {
    const { agent, get, clock, pass, source } = agentScene({ latencyMs: SECOND_MS });
    const open = agent.fetch(credentialsRequest(TOKEN));
    await pass(100);
    await agent.close();

    expect((await readAnswer(await clock.settle(open))).key).toBe(keyOf(1));
    for (let minutes = 0; minutes < 190; minutes += 10) {
      await pass(600 * SECOND_MS);
      if (minutes < 170) await get(TOKEN);
    }
    expect(source.calls).toHaveLength(1);
    expect((await get(TOKEN)).status).toBe(200);
  });

  it("answers a pod with old credentials by one more exchange, and plans none after it", async () => {
    const { agent, get, pass, source } = agentScene();
    await get(TOKEN);
    await agent.close();
    await pass(3 * HOUR_MS);
    await get(TOKEN);
    await get(TOKEN);
    await pass(2 * HOUR_MS + 50 * 60 * SECOND_MS);

    expect(source.calls).toHaveLength(2);
  });

  it("is closed at the end of an await using block", async () => {
    const scene = agentScene();
    await scene.get(TOKEN);
    {
      await using agent = scene.agent;
      expect(agent.state().kept).toBe(1);
    }
    await scene.pass(6 * HOUR_MS);

    expect(scene.eventsOf("evict")).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { refused, throttled, unreachable } from "../credentials/refresh/refusals.ts";
import { type AgentScene, agentScene, HOUR_MS, keyOf, MINUTE_MS, SECOND_MS } from "./agent-scene.ts";
import { codeIn } from "./answer.ts";
import { podToken } from "./pod-token.ts";

const TOKEN = podToken("checkout-0");

const FINAL = [
  refused(400, "AccessDeniedException"),
  refused(400, "ExpiredTokenException"),
  refused(400, "InvalidTokenException"),
  refused(404, "ResourceNotFoundException"),
  refused(403, "AccessDenied", { service: "sts" }),
  refused(400, "InvalidIdentityToken", { service: "sts" }),
].map((error) => ({ code: error.awsCode, status: error.status, error }));

const PASSING = [
  { code: "ThrottlingException", error: throttled() },
  { code: "InternalServerException", error: refused(500, "InternalServerException", { retryable: true }) },
  {
    code: "ServiceUnavailableException",
    error: refused(503, "ServiceUnavailableException", { retryable: true }),
  },
  { code: "InvalidParameterException", error: refused(400, "InvalidParameterException") },
  { code: "InvalidRequestException", error: refused(400, "InvalidRequestException") },
  {
    code: "AccessDeniedException with 403 of EKS Auth",
    error: refused(403, "AccessDeniedException", { service: "eks-auth" }),
  },
  { code: "no connection", error: unreachable() },
  { code: "an error of an exchange of one's own", error: new Error("no") },
];

/** A pod whose credentials have five minutes to live. */
async function nearTheEnd(): Promise<AgentScene> {
  const scene = agentScene();
  await scene.get(TOKEN);
  await scene.pass(6 * HOUR_MS - 5 * MINUTE_MS);
  return scene;
}

describe.each(FINAL)("a renewal that ends in $code", ({ code, status, error }) => {
  it("is told to the client, and the credentials are dropped although they still live", async () => {
    const { get, source, agent, eventsOf } = await nearTheEnd();
    source.fails = () => error;
    const answer = await get(TOKEN);

    expect([answer.status, codeIn(answer)]).toEqual([status, code]);
    expect(agent.state().kept).toBe(0);
    expect(eventsOf("evict")).toMatchObject([{ reason: "refused", pod: { podName: "checkout-0" } }]);
    expect(eventsOf("exchange-failed")).toMatchObject([{ isRenewal: true, isRecoverable: false, error }]);
  });

  it("behind a client is told to the next one", async () => {
    const { get, source, pass } = agentScene({ latencyMs: 300 });
    await get(TOKEN);
    await pass(4 * HOUR_MS);
    source.fails = () => error;
    expect((await get(TOKEN)).key).toBe(keyOf(1));
    await pass(SECOND_MS);

    expect(codeIn(await get(TOKEN))).toBe(code);
  });

  it("does not outlast its cause", async () => {
    const { get, source, pass } = await nearTheEnd();
    source.fails = () => error;
    await get(TOKEN);
    source.fails = () => undefined;
    await pass(SECOND_MS);

    expect((await get(TOKEN)).key).toBe(keyOf(source.calls.length));
  });
});

describe.each(PASSING)("a renewal that ends in $code", ({ error }) => {
  it("leaves the client the credentials that it has, to their last second", async () => {
    const { get, source, pass, agent, eventsOf } = await nearTheEnd();
    source.fails = () => error;
    for (let second = 0; second < 299; second += 13) {
      expect((await get(TOKEN)).key).toBe(keyOf(1));
      await pass(13 * SECOND_MS);
    }
    await pass(SECOND_MS);
    expect((await get(TOKEN)).status).not.toBe(200);

    expect(agent.state().kept).toBe(0);
    expect(eventsOf("exchange-failed").every((event) => event.isRecoverable)).toBe(true);
  });

  it("is tried again with growing pauses, not for each client", async () => {
    const { get, source, pass } = await nearTheEnd();
    source.fails = () => error;
    for (let tenth = 0; tenth < 600; tenth += 1) {
      await get(TOKEN);
      await pass(100);
    }

    // Three attempts each where the error is worth it, a second apart at first, and a minute in the end.
    expect(source.calls.length - 1).toBeLessThanOrEqual(21);
    expect(source.calls.length - 1).toBeGreaterThanOrEqual(5);
  });

  it("is followed by one that succeeds", async () => {
    const { get, source, pass } = await nearTheEnd();
    source.fails = () => error;
    await get(TOKEN);
    source.fails = () => undefined;
    await pass(2 * SECOND_MS);

    expect((await get(TOKEN)).key).toBe(keyOf(source.calls.length));
  });
});

describe("a failure that a client has nothing to live on with", () => {
  it("is answered from memory for a second", async () => {
    const { get, source, pass } = agentScene();
    source.fails = () => refused(404, "ResourceNotFoundException");
    for (const ms of [0, 500, 499]) {
      await pass(ms);
      expect((await get(TOKEN)).status).toBe(404);
    }
    expect(source.calls).toHaveLength(1);

    await pass(1);
    await get(TOKEN);
    expect(source.calls).toHaveLength(2);
  });

  it("of one token says nothing about another", async () => {
    const { get, source } = agentScene();
    source.fails = (token) => (token === TOKEN ? refused(404, "ResourceNotFoundException") : undefined);
    await get(TOKEN);

    expect((await get(podToken("checkout-1"))).status).toBe(200);
  });
});

describe("a token that has expired", () => {
  it("is refused although its credentials still live, without an exchange", async () => {
    const { get, pass, source } = agentScene();
    const token = podToken("checkout-0", { lifeMs: HOUR_MS });
    await get(token);
    await pass(HOUR_MS - 1);
    expect((await get(token)).key).toBe(keyOf(1));
    await pass(1);
    const answer = await get(token);

    expect([answer.status, codeIn(answer)]).toEqual([400, "ExpiredTokenException"]);
    expect(source.calls).toHaveLength(1);
  });

  it("is not exchanged ahead of time", async () => {
    const { get, pass, source } = agentScene();
    const token = podToken("checkout-0", { lifeMs: 3 * HOUR_MS - MINUTE_MS });
    await get(token);
    await pass(3 * HOUR_MS - 2 * MINUTE_MS);
    await get(token);
    await pass(24 * HOUR_MS);

    expect(source.calls).toHaveLength(1);
  });
});

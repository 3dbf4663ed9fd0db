import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../support/time.ts";
import { refused, throttled, unreachable } from "../credentials/refresh/refusals.ts";
import { type AgentScene, agentScene, keyOf } from "./agent-scene.ts";
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
  { code: "a connection error", error: unreachable() },
  { code: "an unknown error of a custom exchange", error: new Error("no") },
];

/** Sets up a pod whose credentials expire in five minutes. */
async function nearTheEnd(): Promise<AgentScene> {
  const scene = agentScene();
  await scene.get(TOKEN);
  await scene.pass(6 * HOUR_MS - 5 * MINUTE_MS);
  return scene;
}

describe.each(FINAL)("a renewal that fails for good with $code", ({ code, status, error }) => {
  it("reaches the client, and drops the credentials although they have not expired", async () => {
    const { get, source, agent, eventsOf } = await nearTheEnd();
    source.fails = () => error;
    const answer = await get(TOKEN);

    expect([answer.status, codeIn(answer)]).toEqual([status, code]);
    expect(agent.state().kept).toBe(0);
    expect(eventsOf("evict")).toMatchObject([{ reason: "refused", pod: { podName: "checkout-0" } }]);
    expect(eventsOf("exchange-failed")).toMatchObject([{ isRenewal: true, isRecoverable: false, error }]);
  });

  it("in the background reaches the next request", async () => {
    const { get, source, pass } = agentScene({ latencyMs: 300 });
    await get(TOKEN);
    await pass(4 * HOUR_MS);
    source.fails = () => error;
    expect((await get(TOKEN)).key).toBe(keyOf(1));
    await pass(SECOND_MS);

    expect(codeIn(await get(TOKEN))).toBe(code);
  });

  it("is forgotten once the exchange succeeds again", async () => {
    const { get, source, pass } = await nearTheEnd();
    source.fails = () => error;
    await get(TOKEN);
    source.fails = () => undefined;
    await pass(SECOND_MS);

    expect((await get(TOKEN)).key).toBe(keyOf(source.calls.length));
  });
});

describe.each(PASSING)("a renewal that fails for now with $code", ({ error }) => {
  it("leaves the pod its cached credentials until they expire", async () => {
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

  it("is repeated with growing pauses, not for each request", async () => {
    const { get, source, pass } = await nearTheEnd();
    source.fails = () => error;
    for (let tenth = 0; tenth < 600; tenth += 1) {
      await get(TOKEN);
      await pass(100);
    }

    // Up to three attempts for each renewal; renewals are one second apart at first, and one minute in the end.
    expect(source.calls.length - 1).toBeLessThanOrEqual(21);
    expect(source.calls.length - 1).toBeGreaterThanOrEqual(5);
  });

  it("is followed by a renewal that succeeds two seconds later", async () => {
    const { get, source, pass } = await nearTheEnd();
    source.fails = () => error;
    await get(TOKEN);
    source.fails = () => undefined;
    await pass(2 * SECOND_MS);

    expect((await get(TOKEN)).key).toBe(keyOf(source.calls.length));
  });
});

describe("a failure of the first exchange of a pod", () => {
  it("is repeated from the cache for one second", async () => {
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

  it("does not affect another token", async () => {
    const { get, source } = agentScene();
    source.fails = (token) => (token === TOKEN ? refused(404, "ResourceNotFoundException") : undefined);
    await get(TOKEN);

    expect((await get(podToken("checkout-1"))).status).toBe(200);
  });
});

describe("an expired token", () => {
  it("is refused without an exchange, although its cached credentials have not expired", async () => {
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

  it("is not exchanged for a renewal ahead of time", async () => {
    const { get, pass, source } = agentScene();
    const token = podToken("checkout-0", { lifeMs: 3 * HOUR_MS - MINUTE_MS });
    await get(token);
    await pass(3 * HOUR_MS - 2 * MINUTE_MS);
    await get(token);
    await pass(24 * HOUR_MS);

    expect(source.calls).toHaveLength(1);
  });
});

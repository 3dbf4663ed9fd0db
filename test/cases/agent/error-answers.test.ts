import { describe, expect, it } from "vitest";
import { plainText } from "../../../src/agent/answer/responses.ts";
import { ServiceError } from "../../../src/errors/call-errors.ts";
import { agentScene } from "./agent-scene.ts";
import { EXCHANGE, emulatedAgent } from "./emulated-agent.ts";
import { podToken } from "./pod-token.ts";

describe("an error of EKS Auth", () => {
  it.each([
    [400, "AccessDeniedException", 1],
    [400, "ExpiredTokenException", 1],
    [400, "InvalidTokenException", 1],
    [400, "InvalidParameterException", 1],
    [400, "InvalidRequestException", 1],
    [404, "ResourceNotFoundException", 1],
    [429, "ThrottlingException", 3],
    [500, "InternalServerException", 3],
    [503, "ServiceUnavailableException", 3],
  ])(
    "reaches the client with its status and code: %s %s, after %s attempts",
    async (status, code, attempts) => {
      const { get, issueToken, emulator, countOf } = await emulatedAgent();
      emulator.injectFault({
        kind: "error",
        operation: EXCHANGE,
        status,
        code,
        message: "What AWS says",
        times: 9,
      });
      const answer = await get(await issueToken());
      const requestId = emulator.requests.at(-1)?.requestId;
      const fault = status < 500 ? "client" : "server";

      expect(answer).toMatchObject({
        status,
        text: `[${requestId}]: (${code}): What AWS says, fault: ${fault}\n`,
      });
      expect(answer.headers.get("content-type")).toMatch(/^text\/plain\b/);
      expect(countOf(EXCHANGE)).toBe(attempts);
    },
  );

  it("has the status of the HTML page if a proxy answers instead of EKS Auth", async () => {
    const { get, issueToken, emulator } = await emulatedAgent();
    emulator.injectFault({ kind: "htmlError", operation: EXCHANGE, status: 502, times: 3 });
    const { status, text } = await get(await issueToken());

    expect(status).toBe(502);
    expect(text).toMatch(/^\[[^\]]+\]: \(\w+\): [^\n]+, fault: server\n$/);
  });
});

it("a reason of several lines, for example of a chain of sources, is sent as one", () => {
  expect(plainText(500, "tried in order:\r\n1. fromEnv").body).toBe("tried in order: 1. fromEnv\n");
});

it("an event about a refusal of EKS Auth names the pod", async () => {
  const { get, issueToken, emulator, events } = await emulatedAgent();
  const code = "ResourceNotFoundException";
  const message = "No association found";
  emulator.injectFault({ kind: "error", operation: EXCHANGE, status: 404, code, message });
  await get(await issueToken());
  const failed = events.find(({ type }) => type === "exchange-failed");

  expect(String(failed?.type === "exchange-failed" && failed.error)).toContain("shop");
});

describe("without a usable response of EKS Auth", () => {
  it.each([
    { kind: "drop", status: 503, code: "ServiceUnavailableException" },
    { kind: "malformedBody", status: 500, code: "InternalServerException" },
    { kind: "redirect", location: "http://localhost/", status: 500, code: "InternalServerException" },
  ] as const)("($kind) the client gets $status", async ({ status, code, ...fault }) => {
    const { get, issueToken, emulator } = await emulatedAgent();
    const effect = fault.kind === "redirect" ? { ...fault, status: 307 } : fault;
    emulator.injectFault({ ...effect, operation: EXCHANGE, times: 9 });
    const answer = await get(await issueToken());

    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(/^\[[\da-f-]{36}\]: \(\w+\): [^\n]+, fault: server\n$/);
    expect(answer.text).toContain(`(${code})`);
    expect(answer.headers.get("retry-after")).toBe(status === 503 ? "1" : null);
  });

  it("(too slow) the client gets 503 after three attempts of the timeout each", async () => {
    const { get, issueToken, emulator, countOf, clock } = await emulatedAgent({ timeoutMs: 1000 });
    emulator.injectFault({ kind: "latency", operation: EXCHANGE, latencyMs: 2000, times: 9 });
    const startedMs = clock.now();
    const answer = await get(await issueToken());

    expect(answer.status).toBe(503);
    expect(answer.text).toContain("within 1000 ms");
    expect(countOf(EXCHANGE)).toBe(3);
    expect(clock.now() - startedMs).toBeLessThan(3500);
  });
});

describe("a custom exchange", () => {
  it("that throws an unknown error becomes an internal error without its text", async () => {
    const { get, source } = agentScene();
    source.fails = () => new Error("the password is hunter2");
    const { status, text } = await get(podToken("checkout-0"));

    expect(status).toBe(500);
    expect(text).toMatch(/\(InternalServerException\): the exchange failed, fault: server\n$/);
  });

  it("with two lines becomes an answer of one", async () => {
    const { get, source } = agentScene();
    const facts = { service: "sts", operation: "AssumeRoleWithWebIdentity", retryable: false };
    source.fails = () =>
      new ServiceError({ ...facts, status: 403, awsCode: "AccessDenied", awsMessage: "two\r\nlines" });

    expect((await get(podToken("checkout-0"))).text).toMatch(/: two lines, fault: client\n$/);
  });

  it.each([
    [undefined, /fetched credentials have no expiration/],
    [0, /fetched credentials expire at 2026-03-01T12:00:00\.000Z/],
    [15_000, /fetched credentials expire at 2026-03-01T12:00:15\.000Z/],
  ])("that returns credentials with %s ms to live becomes an internal error", async (lifeMs, words) => {
    const { get, source, agent, eventsOf } = agentScene();
    source.lifeMs = lifeMs;
    const { status, text } = await get(podToken("checkout-0"));

    expect(eventsOf("exchange-failed")).toMatchObject([{ error: { name: "RefusedError" } }]);

    expect(status).toBe(500);
    expect(text).toContain("(InternalServerException)");
    expect(text).toMatch(words);
    expect(agent.state().kept).toBe(0);
  });

  it("that returns credentials with more than 15 s to live succeeds", async () => {
    expect((await agentScene({ lifeMs: 15_001 }).get(podToken("checkout-0"))).status).toBe(200);
  });

  it("can refuse a pod with a status, code and Retry-After of its own", async () => {
    const { get, source } = agentScene();
    const facts = { service: "sts", operation: "AssumeRole", status: 403, awsMessage: "no\r\nway" };
    source.fails = () =>
      new ServiceError({ ...facts, awsCode: "AccessDenied", retryable: false, retryAfterMs: 1500 });
    const answer = await get(podToken("checkout-0"));

    expect(answer.status).toBe(403);
    expect(answer.text).toMatch(/\(AccessDenied\): no way, fault: client\n$/);
    expect(answer.headers.get("retry-after")).toBe("2");
  });
});

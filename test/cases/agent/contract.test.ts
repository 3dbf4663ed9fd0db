import { describe, expect, it } from "vitest";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import type { Ports } from "../../../src/ports.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";
import { HOUR_MS } from "../../support/time.ts";
import { agentScene, keyOf } from "./agent-scene.ts";
import { AGENT_URL, credentialsRequest, readAnswer } from "./answer.ts";
import { emulatedAgent } from "./emulated-agent.ts";
import { podToken } from "./pod-token.ts";

const TOKEN = podToken("checkout-0");

describe("the agent's path /v1/credentials", () => {
  it.each(["GET", "POST", "PUT", "DELETE", "OPTIONS"])(
    "answers a %s request with credentials",
    async (method) => {
      const { agent, clock } = agentScene();
      const response = await clock.settle(agent.fetch(credentialsRequest(TOKEN, { method })));

      expect(await readAnswer(response)).toMatchObject({ status: 200, key: keyOf(1) });
    },
  );

  it("answers a HEAD request with the headers of a GET request", async () => {
    const { agent, clock } = agentScene();
    const response = await clock.settle(agent.fetch(credentialsRequest(TOKEN, { method: "HEAD" })));

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it("accepts a query", async () => {
    const { agent, clock } = agentScene();
    const url = `${AGENT_URL}?pod=checkout`;

    expect((await clock.settle(agent.fetch(credentialsRequest(TOKEN, { url })))).status).toBe(200);
  });

  it.each([
    "/",
    "/v1/credentials/",
    "/v1/Credentials",
    "/v1",
    "/v1/credentials/x",
    "//v1/credentials",
    "/healthz",
  ])("is the only one: %s answers 404 in plain text, whatever the Host header", async (path) => {
    const { agent, clock, source } = agentScene();
    const url = `http://localhost${path}`;
    const answer = await readAnswer(await clock.settle(agent.fetch(credentialsRequest(TOKEN, { url }))));

    expect(answer).toMatchObject({ status: 404, text: "404 page not found\n" });
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain\b/);
    expect(source.calls).toEqual([]);
  });
});

describe("the JSON of the agent", () => {
  it("has exactly the members of a container credentials endpoint", async () => {
    const { get, issueToken } = await emulatedAgent();
    const answer = await get(await issueToken());

    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(JSON.parse(answer.text)).toEqual({
      AccessKeyId: expect.stringMatching(/^ASIA[A-Z0-9]{16}$/),
      SecretAccessKey: expect.stringMatching(/^\S{40}$/),
      Token: expect.stringMatching(/^\S{40,}$/),
      AccountId: "111122223333",
      Expiration: "2026-03-01T18:00:00.000Z",
    });
  });

  it("has no AccountId if the exchange returns none", async () => {
    const { get } = agentScene({ lifeMs: HOUR_MS });

    expect(JSON.parse((await get(TOKEN)).text)).toEqual({
      AccessKeyId: keyOf(1),
      SecretAccessKey: CREDENTIALS.secretAccessKey,
      Token: "session-of-1",
      Expiration: "2026-03-01T13:00:00.000Z",
    });
  });
});

describe("a token that EKS Auth could not accept", () => {
  it.each([
    ["empty", "", "InvalidTokenException", /cannot be empty/],
    ["a Bearer prefix", `Bearer ${TOKEN}`, "InvalidTokenException", /send it alone, without Bearer/],
    ["words", "open sesame", "InvalidTokenException", /it is not one token/],
    ["not a JWT", "header.payload", "InvalidTokenException", /is not a JWT/],
    [
      "a subject that is no service account",
      podToken("x", { claims: { sub: "system:node:ip-10-0-0-1" } }),
      "InvalidTokenException",
      /its subject is no service account/,
    ],
    [
      "another audience",
      podToken("x", { claims: { aud: ["sts.amazonaws.com"] } }),
      "InvalidTokenException",
      /it is not for pods\.eks\.amazonaws\.com/,
    ],
    [
      "not valid yet",
      podToken("x", { claims: { nbf: 1_900_000_000, exp: 1_900_000_600 } }),
      "InvalidTokenException",
      /it is not valid yet/,
    ],
    ["expired", podToken("x", { lifeMs: -1000 }), "ExpiredTokenException", /it has expired/],
  ])("(%s) is refused with 400 without an exchange", async (_name, token, code, words) => {
    const { get, source } = agentScene();
    const answer = await get(token);

    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain\b/);
    expect(answer.text).toMatch(/^\[[\da-f-]{36}\]: \(\w+\): Service account token [^\n]+, fault: client\n$/);
    expect(answer.text).toContain(`(${code})`);
    expect(answer.text).toMatch(words);
    expect(source.calls).toEqual([]);
  });

  it("is one for the default audience if the agent has another audience", async () => {
    const { get } = agentScene({ audience: "vault" });

    expect((await get(podToken("x", { claims: { aud: "vault" } }))).status).toBe(200);
    expect((await get(TOKEN)).status).toBe(400);
  });
});

async function client() {
  const { agent, emulator, settle, issueToken } = await emulatedAgent();
  const fetch: Ports["fetch"] = (url, { signal: _signal, ...init }) => agent.fetch(new Request(url, init));
  const provider = (token: string) =>
    settle(fromContainer({ uri: AGENT_URL, token, ports: { ...fakeRuntime().ports, fetch } })());
  return { provider, emulator, issueToken };
}

describe("podkey's client of the agent, fromContainer,", () => {
  it("gets credentials from the agent", async () => {
    const { provider, issueToken } = await client();

    expect(await provider(await issueToken())).toMatchObject({
      accountId: "111122223333",
      expiration: new Date("2026-03-01T18:00:00Z"),
    });
  });

  it("reads the code, message and request id of EKS Auth from an error", async () => {
    const { provider, emulator } = await client();
    const token = await emulator.issueToken({
      clusterName: "demo",
      namespace: "shop",
      serviceAccount: "unknown",
    });
    const error = await errorOf(provider(token), "SERVICE");

    expect(error).toMatchObject({
      status: 404,
      awsCode: "ResourceNotFoundException",
      awsMessage: "No pod identity association found for service account unknown in namespace shop.",
      requestId: emulator.requests.at(-1)?.requestId,
      retryable: false,
    });
  });

  it("reads the code and request id of the agent's own errors", async () => {
    const { provider } = await client();

    expect(await errorOf(provider(podToken("x", { lifeMs: -1000 })), "SERVICE")).toMatchObject({
      status: 400,
      awsCode: "ExpiredTokenException",
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });
});

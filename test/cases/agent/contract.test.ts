import { describe, expect, it } from "vitest";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import type { Ports } from "../../../src/ports.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";
import { agentScene, HOUR_MS, keyOf } from "./agent-scene.ts";
import { AGENT_URL, credentialsRequest, readAnswer } from "./answer.ts";
import { emulatedAgent } from "./emulated-agent.ts";
import { podToken } from "./pod-token.ts";

const TOKEN = podToken("checkout-0");

describe("the path of the agent", () => {
  it.each(["GET", "POST", "PUT", "DELETE", "OPTIONS"])("answers %s with credentials", async (method) => {
    const { agent, clock } = agentScene();
    const response = await clock.settle(agent.fetch(credentialsRequest(TOKEN, { method })));

    expect(await readAnswer(response)).toMatchObject({ status: 200, key: keyOf(1) });
  });

  it("answers HEAD as it answers GET", async () => {
    const { agent, clock } = agentScene();
    const response = await clock.settle(agent.fetch(credentialsRequest(TOKEN, { method: "HEAD" })));

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it("may have a query", async () => {
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
  ])("is no other: %s answers 404 in plain text, whoever asks", async (path) => {
    const { agent, clock, source } = agentScene();
    const url = `http://localhost${path}`;
    const answer = await readAnswer(await clock.settle(agent.fetch(credentialsRequest(TOKEN, { url }))));

    expect(answer).toMatchObject({ status: 404, text: "404 page not found\n" });
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain\b/);
    expect(source.calls).toEqual([]);
  });
});

describe("credentials from the agent", () => {
  it("are JSON with exactly the members of a container endpoint", async () => {
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

  it("have no account where the exchange names none", async () => {
    const { get } = agentScene({ lifeMs: HOUR_MS });

    expect(JSON.parse((await get(TOKEN)).text)).toEqual({
      AccessKeyId: keyOf(1),
      SecretAccessKey: CREDENTIALS.secretAccessKey,
      Token: "session-of-1",
      Expiration: "2026-03-01T13:00:00.000Z",
    });
  });
});

describe("a token that cannot be meant for EKS Auth", () => {
  it.each([
    ["nothing", "", "InvalidTokenException", /cannot be empty/],
    ["a Bearer prefix", `Bearer ${TOKEN}`, "InvalidTokenException", /send it alone, without Bearer/],
    ["words", "open sesame", "InvalidTokenException", /it is not one token/],
    ["no JWT", "header.payload", "InvalidTokenException", /is not a JWT/],
    [
      "another subject",
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
      "a time to come",
      podToken("x", { claims: { nbf: 1_900_000_000, exp: 1_900_000_600 } }),
      "InvalidTokenException",
      /it is not valid yet/,
    ],
    ["a time gone by", podToken("x", { lifeMs: -1000 }), "ExpiredTokenException", /it has expired/],
  ])("(%s) is refused with 400, and no exchange is made for it", async (_name, token, code, words) => {
    const { get, source } = agentScene();
    const answer = await get(token);

    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain\b/);
    expect(answer.text).toMatch(/^\[[\da-f-]{36}\]: \(\w+\): Service account token [^\n]+, fault: client\n$/);
    expect(answer.text).toContain(`(${code})`);
    expect(answer.text).toMatch(words);
    expect(source.calls).toEqual([]);
  });

  it("may be for another audience where the agent is told so", async () => {
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

describe("podkey's own client of the agent", () => {
  it("gets the credentials", async () => {
    const { provider, issueToken } = await client();

    expect(await provider(await issueToken())).toMatchObject({
      accountId: "111122223333",
      expiration: new Date("2026-03-01T18:00:00Z"),
    });
  });

  it("reads code, message and request id of EKS Auth from an error", async () => {
    const { provider, emulator } = await client();
    const token = await emulator.issueToken({
      clusterName: "demo",
      namespace: "shop",
      serviceAccount: "stranger",
    });
    const error = await errorOf(provider(token), "SERVICE");

    expect(error).toMatchObject({
      status: 404,
      awsCode: "ResourceNotFoundException",
      awsMessage: "No pod identity association found for service account stranger in namespace shop.",
      requestId: emulator.requests.at(-1)?.requestId,
      retryable: false,
    });
  });

  it("reads the agent's own errors, too", async () => {
    const { provider } = await client();

    expect(await errorOf(provider(podToken("x", { lifeMs: -1000 })), "SERVICE")).toMatchObject({
      status: 400,
      awsCode: "ExpiredTokenException",
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });
});

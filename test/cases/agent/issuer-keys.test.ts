import { describe, expect, it } from "vitest";
import { createAgent } from "../../../src/agent/create-agent.ts";
import { createTokenVerifier } from "../../../src/agent/tokens/token-verifier.ts";
import { CREDENTIALS, NOW_MS } from "../../support/aws-examples.ts";
import { fakeRuntime, json } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";
import { HOUR_MS, SECOND_MS } from "../../support/time.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";
import { codeIn, credentialsRequest, readAnswer } from "./answer.ts";
import { EXCHANGE, emulatedAgent, KEYS } from "./emulated-agent.ts";

const VERIFYING = { isVerifying: true };

describe("the keys of the cluster", () => {
  it("are fetched once, from where the issuer says", async () => {
    const { issueToken, get, countOf } = await emulatedAgent(VERIFYING);
    expect([countOf("OpenIdConfiguration"), countOf(KEYS)]).toEqual([0, 0]);
    for (let pod = 0; pod < 5; pod += 1) await get(await issueToken(`checkout-${pod}`));

    expect([countOf("OpenIdConfiguration"), countOf(KEYS)]).toEqual([1, 1]);
  });

  it("are fetched once for many who wait for them", async () => {
    const { issueToken, agent, settle, countOf } = await emulatedAgent(VERIFYING);
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, pod) => issueToken(`checkout-${pod}`)));
    const answers = await settle(Promise.all(tokens.map((token) => agent.fetch(credentialsRequest(token)))));

    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(countOf(KEYS)).toBe(1);
  });

  it("are fetched anew when a token names one that is not among them", async () => {
    const { issueToken, get, emulator, clock, countOf } = await emulatedAgent(VERIFYING);
    await get(await issueToken());
    clock.advance(HOUR_MS / 2);
    await emulator.rotateSigningKey("demo");

    expect((await get(await issueToken("checkout-1"))).status).toBe(200);
    expect(countOf(KEYS)).toBe(2);
    expect((await get(await issueToken("checkout-2"))).status).toBe(200);
    expect(countOf(KEYS)).toBe(2);
  });

  it("are fetched once in 30 s at most, however many tokens name unknown ones", async () => {
    const { issueToken, get, clock, countOf } = await emulatedAgent(VERIFYING);
    const genuine = await issueToken();
    await get(genuine);
    for (let forged = 0; forged < 60; forged += 1) {
      clock.advance(SECOND_MS);
      const { status } = await get(unsignedToken({ jti: String(forged) }));
      expect(status).toBe(400);
    }

    expect(countOf(KEYS)).toBeLessThanOrEqual(3);
    expect((await get(genuine)).status).toBe(200);
  });

  it("are fetched anew each hour, behind the caller, so that a withdrawn one is not believed for ever", async () => {
    const { issueToken, get, emulator, clock, countOf } = await emulatedAgent(VERIFYING);
    const [first, second, third] = [await issueToken(), await issueToken(), await issueToken()];
    await get(first);
    await emulator.rotateSigningKey("demo", { publishOldUntilMs: 0 });
    expect((await get(second)).status).toBe(200);
    clock.advance(HOUR_MS + 1);
    await get(await issueToken("checkout-1"));

    expect(countOf(KEYS)).toBe(2);
    expect((await get(third)).status).toBe(400);
  });

  it("stay while the issuer is down", async () => {
    const { issueToken, get, emulator, clock } = await emulatedAgent(VERIFYING);
    await get(await issueToken());
    for (const operation of [KEYS, "OpenIdConfiguration"]) {
      emulator.injectFault({ kind: "drop", operation, times: 1000 });
    }
    clock.advance(5 * HOUR_MS);

    expect((await get(await issueToken("checkout-1"))).status).toBe(200);
    expect((await get(await issueToken("checkout-2"))).status).toBe(200);
  });
});

async function withoutKeys() {
  const scene = await emulatedAgent(VERIFYING);
  scene.emulator.injectFault({ kind: "serverError", operation: "OpenIdConfiguration", times: 1000 });
  return scene;
}

describe("an issuer that is down at the start", () => {
  it("leaves the judgement to EKS Auth, and credentials to the token that got them", async () => {
    const { issueToken, get, countOf, agent, events } = await withoutKeys();
    const token = await issueToken();
    expect((await get(token)).status).toBe(200);
    expect((await get(token)).status).toBe(200);
    expect((await get(await issueToken())).status).toBe(200);
    expect((await get(unsignedToken())).status).toBe(400);

    expect(countOf(EXCHANGE)).toBe(3);
    expect(agent.state().kept).toBe(2);
    expect(events).toContainEqual({ type: "verify", outcome: "no keys" });
  });

  it("is asked again after 30 s", async () => {
    const { issueToken, get, countOf, clock, emulator, agent } = await withoutKeys();
    await get(await issueToken());
    emulator.clearFaults();
    clock.advance(29 * SECOND_MS);
    await get(await issueToken());
    expect(countOf("OpenIdConfiguration")).toBe(1);
    clock.advance(SECOND_MS);
    await get(await issueToken());
    expect(countOf("OpenIdConfiguration")).toBe(2);
    await get(await issueToken());

    expect(agent.state().kept).toBe(3);
    expect(countOf(EXCHANGE)).toBe(3);
  });

  it("lets nobody in where the exchange is the user's own and proves nothing", async () => {
    const { ports, clock } = fakeRuntime({ answers: [new TypeError("fetch failed")] });
    const issuer = "https://issuer.example.com";
    let exchanges = 0;
    const agent = createAgent({
      verify: createTokenVerifier({ issuer, ports }),
      exchange: async () => {
        exchanges += 1;
        return CREDENTIALS;
      },
      ports,
    });
    const answer = await readAnswer(await clock.settle(agent.fetch(credentialsRequest(unsignedToken()))));

    expect([answer.status, codeIn(answer)]).toEqual([503, "ServiceUnavailableException"]);
    expect(exchanges).toBe(0);
  });
});

describe("an issuer that answers something else", () => {
  it.each([
    ["no document", [json("nothing")]],
    ["no place of its keys", [json({ issuer: "https://issuer.example.com" })]],
    ["keys that are none", [json({ jwks_uri: "https://issuer.example.com/keys" }), json({ keys: "none" })]],
    [
      "a redirect",
      [() => new Response(null, { status: 302, headers: { location: "https://example.com/" } })],
    ],
    ["an error", [json({}, 500)]],
  ])("(%s) has no keys", async (_name, answers) => {
    const { ports, clock, requests } = fakeRuntime({ answers });
    const verify = createTokenVerifier({ issuer: "https://issuer.example.com/", ports });

    expect(await clock.settle(verify(unsignedToken()))).toBeUndefined();
    expect(requests[0]?.url).toBe("https://issuer.example.com/.well-known/openid-configuration");
    expect(requests).toHaveLength(answers.length);
  });

  it("is not asked where the place of the keys is given", async () => {
    const { ports, clock, requests } = fakeRuntime({ answers: [json({ keys: [] })] });
    const jwksUri = "http://127.0.0.1:8001/openid/v1/jwks";
    const verify = createTokenVerifier({ issuer: "https://issuer.example.com", jwksUri, ports });
    const exp = NOW_MS / 1000 + 60;

    const error = await errorOf(clock.settle(verify(unsignedToken({ exp }))), "INVALID_TOKEN");
    expect(error.message).toContain("is signed with a key that its cluster does not publish");
    expect(requests.map(({ url }) => url)).toEqual([jwksUri]);
  });
});

import { describe, expect, it } from "vitest";
import { createAgent } from "../../../src/agent/create-agent.ts";
import { createTokenVerifier } from "../../../src/agent/tokens/token-verifier.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../support/time.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";
import { codeIn, credentialsRequest, readAnswer } from "./answer.ts";
import { breakIssuer, DISCOVERY, EXCHANGE, emulatedAgent, KEYS } from "./emulated-agent.ts";

const VERIFYING = { isVerifying: true };

describe("the signing keys of an issuer", () => {
  it("are fetched once, from the URL in the discovery document", async () => {
    const { issueToken, get, countOf } = await emulatedAgent(VERIFYING);
    expect([countOf(DISCOVERY), countOf(KEYS)]).toEqual([0, 0]);
    for (let pod = 0; pod < 5; pod += 1) await get(await issueToken(`checkout-${pod}`));

    expect([countOf(DISCOVERY), countOf(KEYS)]).toEqual([1, 1]);
  });

  it("are fetched once for concurrent requests", async () => {
    const { issueToken, agent, settle, countOf, events } = await emulatedAgent(VERIFYING);
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, pod) => issueToken(`checkout-${pod}`)));
    const answers = await settle(Promise.all(tokens.map((token) => agent.fetch(credentialsRequest(token)))));

    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(events.filter((event) => event.type === "verify" && event.outcome === "verified")).toHaveLength(
      20,
    );
    expect(countOf(KEYS)).toBe(1);
  });

  it("are fetched again when a token names an unknown key", async () => {
    const { issueToken, get, emulator, clock, countOf } = await emulatedAgent(VERIFYING);
    await get(await issueToken());
    clock.advance(MINUTE_MS);
    await emulator.rotateSigningKey("demo");

    expect((await get(await issueToken("checkout-1"))).status).toBe(200);
    expect(countOf(KEYS)).toBe(2);
    expect((await get(await issueToken("checkout-2"))).status).toBe(200);
    expect(countOf(KEYS)).toBe(2);
  });

  it("are not fetched again for a token with a wrong signature of a known key", async () => {
    const { issueToken, get, clock, countOf } = await emulatedAgent(VERIFYING);
    const genuine = await issueToken();
    await get(genuine);
    clock.advance(MINUTE_MS);

    expect((await get(`${genuine.slice(0, -8)}AAAAAAAA`)).status).toBe(400);
    expect(countOf(KEYS)).toBe(1);
  });

  it("are not fetched again within half an hour, however many tokens name known keys", async () => {
    const { issueToken, get, clock, countOf } = await emulatedAgent(VERIFYING);
    for (let pod = 0; pod < 3; pod += 1) {
      await get(await issueToken(`checkout-${pod}`));
      clock.advance(9 * MINUTE_MS);
    }

    expect(countOf(KEYS)).toBe(1);
  });

  it("are fetched at most once in 30 s, however many tokens name unknown keys", async () => {
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

  it("are fetched by age and cooldown on the monotonic clock, whatever the wall clock does", async () => {
    const { issueToken, get, clock, countOf } = await emulatedAgent(VERIFYING);
    await get(await issueToken());
    clock.stepWall(-6 * HOUR_MS);
    clock.advance(HOUR_MS);
    await get(await issueToken("checkout-1"));

    expect(countOf(KEYS)).toBe(2);
  });
});

describe("an issuer that is down", () => {
  it("does not affect pods while the agent has keys", async () => {
    const scene = await emulatedAgent(VERIFYING);
    const { issueToken, get, clock } = scene;
    await get(await issueToken());
    breakIssuer(scene);
    clock.advance(5 * HOUR_MS);

    expect((await get(await issueToken("checkout-1"))).status).toBe(200);
    expect((await get(await issueToken("checkout-2"))).status).toBe(200);
  });

  it("is asked at most once in 30 s for new keys", async () => {
    const scene = await emulatedAgent(VERIFYING);
    const { issueToken, get, clock, keysFailures } = scene;
    await get(await issueToken());
    breakIssuer(scene);
    clock.advance(5 * HOUR_MS);
    for (let second = 0; second < 60; second += 1) {
      await get(await issueToken("checkout-1"));
      clock.advance(SECOND_MS);
    }

    expect(keysFailures).toHaveLength(2);
  });
});

async function withoutKeys() {
  const scene = await emulatedAgent(VERIFYING);
  scene.emulator.injectFault({ kind: "serverError", operation: DISCOVERY, times: 1000 });
  return scene;
}

describe("an issuer that is down at the start", () => {
  it("leaves the decision to EKS Auth, and credentials to the token that got them", async () => {
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

  it("is asked again after two seconds", async () => {
    const { issueToken, get, countOf, clock, emulator, agent } = await withoutKeys();
    await get(await issueToken());
    emulator.clearFaults();
    clock.advance(2 * SECOND_MS - 1);
    await get(await issueToken());
    expect(countOf(DISCOVERY)).toBe(1);
    clock.advance(1);
    await get(await issueToken());
    expect(countOf(DISCOVERY)).toBe(2);
    await get(await issueToken());

    expect(agent.state().kept).toBe(3);
    expect(countOf(EXCHANGE)).toBe(3);
  });

  it("is forgotten once it answers: a token that could not be verified is verified at its next request", async () => {
    const { issueToken, get, emulator, clock, events } = await withoutKeys();
    const token = await issueToken();
    await get(token);
    emulator.clearFaults();
    clock.advance(2 * SECOND_MS);
    await get(token);

    expect(events.filter(({ type }) => type === "verify")).toEqual([
      { type: "verify", outcome: "no keys" },
      { type: "verify", outcome: "verified" },
    ]);
  });

  it("makes an agent with a custom exchange refuse tokens with 503 and Retry-After", async () => {
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
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(exchanges).toBe(0);
  });
});

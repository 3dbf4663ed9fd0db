import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { createTokenVerifier, type TokenVerifierOptions } from "../../../src/agent/tokens/token-verifier.ts";
import { createEmulator } from "../../../src/emulator/create-emulator.ts";
import { readClaims } from "../../../src/tokens/service-account-token.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../support/time.ts";
import { agentScene } from "./agent-scene.ts";
import { podToken } from "./pod-token.ts";

const PAIR = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };

/** A verifier of the emulator's tokens, without an agent: each check must be its own. */
async function verifierScene(options: Partial<TokenVerifierOptions> = {}) {
  const clock = fakeClock(NOW_MS);
  const { now, monotonic } = clock;
  const emulator = createEmulator({ now, seed: 7, clusters: ["demo", "other"] });
  const ports = { ...fakeRuntime().ports, fetch: emulator.fetch, now, monotonic };
  const { iss: issuer = "" } = decodeJwt(await emulator.issueToken(PAIR));
  return { clock, emulator, issuer, verify: createTokenVerifier({ issuer, ports, ...options }) };
}

describe("a token verifier", () => {
  it("returns the claims of a genuine token, and how long the proof may be remembered", async () => {
    const { verify, emulator, clock } = await verifierScene();
    const token = await emulator.issueToken({ ...PAIR, podName: "checkout-0" });
    await verify(token);
    clock.advance(10 * MINUTE_MS);

    expect(await verify(token)).toMatchObject({
      claims: {
        sub: "system:serviceaccount:shop:checkout",
        "kubernetes.io": { pod: { name: "checkout-0" } },
      },
      validForMs: 50 * MINUTE_MS,
    });
  });

  it("refuses a genuine token for another audience", async () => {
    const { verify, emulator } = await verifierScene();
    const token = await emulator.issueToken({ ...PAIR, audience: "sts.amazonaws.com" });
    const { message } = await errorOf(verify(token), "INVALID_TOKEN");

    expect(message).toContain("its claim aud");
  });

  it("accepts only its own audience if it has one", async () => {
    const { verify, emulator } = await verifierScene({ audience: "sts.amazonaws.com" });

    expect(await verify(await emulator.issueToken({ ...PAIR, audience: "sts.amazonaws.com" }))).toBeDefined();
    await errorOf(verify(await emulator.issueToken(PAIR)), "INVALID_TOKEN");
  });

  it("refuses a token of another issuer, even if the issuer's keys verify it", async () => {
    const { emulator, issuer } = await verifierScene();
    const other = await emulator.issueToken({ ...PAIR, clusterName: "other" });
    const { iss = "" } = decodeJwt(other);
    const ports = { ...fakeRuntime().ports, fetch: emulator.fetch };
    const verify = createTokenVerifier({ issuer, jwksUri: `${iss}/keys`, ports });
    const { message } = await errorOf(verify(other), "INVALID_TOKEN");

    expect(message).toContain("its claim iss");
  });

  it("refuses a token from the moment at which it expires", async () => {
    const { verify, emulator, clock } = await verifierScene();
    const token = await emulator.issueToken({ ...PAIR, expirationSeconds: 600 });
    clock.advance(600 * SECOND_MS - 1);
    expect(await verify(token)).toBeDefined();
    clock.advance(1);
    const { message } = await errorOf(verify(token), "INVALID_TOKEN");

    expect(message).toContain("has expired: read its file again");
  });

  it.each([
    [60 * SECOND_MS, true],
    [61 * SECOND_MS, false],
  ])("on a node whose clock is %s ms behind accepts a new token: %s", async (behindMs, isAccepted) => {
    const { verify, emulator, clock } = await verifierScene();
    const token = await emulator.issueToken(PAIR);
    clock.stepWall(-behindMs);
    const outcome = await verify(token).then(
      () => true,
      () => false,
    );

    expect(outcome).toBe(isAccepted);
  });
});

describe("an agent on a node whose clock is behind", () => {
  it.each([
    [30 * SECOND_MS, 200],
    [60 * SECOND_MS, 200],
    [61 * SECOND_MS, 400],
  ])("by %s ms answers a new token with %s", async (behindMs, status) => {
    const nbf = (NOW_MS + behindMs) / 1000;

    expect((await agentScene().get(podToken("checkout-0", { claims: { nbf } }))).status).toBe(status);
  });
});

describe("an agent with a custom verifier", () => {
  const proofOf = (token: string, validForMs: number) => ({
    claims: readClaims({ token, source: "the test" }),
    validForMs,
  });

  it.each([
    [0, 3],
    [HOUR_MS, 1],
  ])("that says validForMs %s verifies a token with three requests %s times", async (validForMs, times) => {
    let verifications = 0;
    const { get } = agentScene({
      verify: async (token) => {
        verifications += 1;
        return proofOf(token, validForMs);
      },
    });
    for (let request = 0; request < 3; request += 1) await get(podToken("checkout-0"));

    expect(verifications).toBe(times);
  });

  it("verifies a token again after validForMs, whatever the wall clock does", async () => {
    let verifications = 0;
    const { get, pass, clock } = agentScene({
      verify: async (token) => {
        verifications += 1;
        return proofOf(token, HOUR_MS);
      },
    });
    await get(podToken("checkout-0"));
    clock.stepWall(-HOUR_MS / 2);
    await pass(HOUR_MS - 1);
    await get(podToken("checkout-0"));
    expect(verifications).toBe(1);
    await pass(1);
    await get(podToken("checkout-0"));

    expect(verifications).toBe(2);
  });

  it("never mixes up two pods whose names join to the same text", async () => {
    const { get, source } = agentScene({ verify: async (token) => proofOf(token, HOUR_MS) });
    const tokenOf = (namespace: string, serviceAccount: string, uid: string): string =>
      podToken("checkout-0", {
        namespace,
        serviceAccount,
        claims: {
          "kubernetes.io": {
            namespace,
            serviceaccount: { name: serviceAccount, uid: "1" },
            pod: { name: "checkout-0", uid },
          },
        },
      });
    const keys = [];
    for (const token of [tokenOf("a", "b c", "d"), tokenOf("a", "b", "c d"), tokenOf("a b", "c", "d")]) {
      keys.push((await get(token)).key);
    }

    expect(new Set(keys).size).toBe(3);
    expect(source.calls).toHaveLength(3);
  });
});

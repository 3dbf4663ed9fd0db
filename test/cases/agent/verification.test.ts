import { decodeJwt, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { readClaims } from "../../../src/tokens/service-account-token.ts";
import { HOUR_MS, MINUTE_MS } from "../../support/time.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";
import { agentScene, keyOf } from "./agent-scene.ts";
import { codeIn } from "./answer.ts";
import { type EmulatedAgent, EXCHANGE, emulatedAgent } from "./emulated-agent.ts";
import { podToken } from "./pod-token.ts";

const VERIFYING = { isVerifying: true };

async function hs256(claims: ReturnType<typeof decodeJwt>, kid: string): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid }).sign(new Uint8Array(32));
}

/** Makes tokens that are not genuine, each with the name of its fault. */
async function badTokens(scene: EmulatedAgent): Promise<[name: string, token: string][]> {
  const { issueToken, emulator, clock } = scene;
  const genuine = await issueToken();
  const [header = "", , signature = ""] = genuine.split(".");
  const [, otherPayload = ""] = (await issueToken("other")).split(".");
  const claims = decodeJwt(genuine);
  const { kid = "" } = JSON.parse(atob(header)) as { kid?: string };
  emulator.addCluster("foreign");
  const subject = { namespace: "shop", serviceAccount: "checkout" };
  const expired = await issueToken("checkout-0", 60);
  clock.advance(MINUTE_MS);
  return [
    ["the claims of another pod", `${header}.${otherPayload}.${signature}`],
    ["a changed signature", `${header}.${genuine.split(".")[1]}.${signature.slice(0, -4)}AAAA`],
    ["no signature", `${header}.${genuine.split(".")[1]}.`],
    [
      "alg none",
      unsignedToken({ ...claims }, "").replace(/^[^.]+/, btoa('{"alg":"none"}').replaceAll("=", "")),
    ],
    ["HS256", await hs256(claims, kid)],
    ["an unknown key", unsignedToken({ ...claims })],
    ["an expiration in the past", expired],
    ["another audience", await issueToken("checkout-0", 3600, "sts.amazonaws.com")],
    ["another issuer", await emulator.issueToken({ clusterName: "foreign", ...subject })],
  ];
}

describe("an agent that verifies tokens", () => {
  it("refuses a token that is not genuine with 400, without a call to EKS Auth", async () => {
    const scene = await emulatedAgent(VERIFYING);
    await scene.get(await scene.issueToken());
    const seen: [string, number][] = [];
    for (const [name, token] of await badTokens(scene)) seen.push([name, (await scene.get(token)).status]);

    expect(seen).toHaveLength(9);
    expect(seen.filter(([, status]) => status !== 400)).toEqual([]);
    expect(scene.countOf(EXCHANGE)).toBe(1);
    expect(scene.agent.state().kept).toBe(1);
  });

  it("answers ExpiredTokenException for an expired token", async () => {
    const { issueToken, clock, get } = await emulatedAgent(VERIFYING);
    const token = await issueToken("checkout-0", 60);
    expect((await get(token)).status).toBe(200);
    clock.advance(MINUTE_MS);

    expect(codeIn(await get(token))).toBe("ExpiredTokenException");
  });

  it("gives a pod with a rotated token its cached credentials", async () => {
    const { issueToken, clock, get, countOf, agent } = await emulatedAgent(VERIFYING);
    const first = await get(await issueToken());
    clock.advance(HOUR_MS);
    const rotated = await issueToken();

    expect((await get(rotated)).text).toBe(first.text);
    expect(countOf(EXCHANGE)).toBe(1);
    expect(agent.state().kept).toBe(1);
  });

  it("serves pods with rotated tokens during an outage of EKS Auth", async () => {
    const { issueToken, clock, get, emulator } = await emulatedAgent(VERIFYING);
    const { key } = await get(await issueToken());
    emulator.injectFault({ kind: "drop", operation: EXCHANGE, times: 1000 });
    for (let hour = 0; hour < 5; hour += 1) {
      clock.advance(HOUR_MS);
      expect((await get(await issueToken())).key).toBe(key);
    }
  });

  it("verifies each token once, for as many tokens as it may cache pods", async () => {
    const scene = await emulatedAgent(VERIFYING);
    const tokens = [await scene.issueToken("checkout-0"), await scene.issueToken("checkout-1")];
    for (const token of [...tokens, ...tokens]) await scene.get(token);

    expect(scene.events.filter(({ type }) => type === "verify")).toHaveLength(2);
  });

  it("never shares credentials between tokens that are bound to no pod", async () => {
    const { get, agent } = agentScene({
      verify: async (token) => ({ claims: readClaims({ token, source: "the test" }), validForMs: Infinity }),
    });
    const claims = { "kubernetes.io": { namespace: "shop", serviceaccount: { name: "checkout", uid: "1" } } };
    const tokens = [1, 2].map((jti) => podToken("checkout-0", { claims: { ...claims, jti } }));
    const keys = [];
    for (const token of tokens) keys.push((await get(token)).key);

    expect(keys).toEqual([keyOf(1), keyOf(2)]);
    expect(agent.state().kept).toBe(2);
  });

  it("never shares credentials between pods of one service account", async () => {
    const { issueToken, get, agent, emulator } = await emulatedAgent(VERIFYING);
    const keys = [];
    for (const pod of ["checkout-0", "checkout-1", "checkout-0"])
      keys.push((await get(await issueToken(pod))).key);

    expect(keys[0]).toBe(keys[2]);
    expect(keys[0]).not.toBe(keys[1]);
    expect(agent.state().kept).toBe(2);
    expect(emulator.session(keys[1] ?? "")?.tags).toMatchObject({ "kubernetes-pod-name": "checkout-1" });
  });

  it("exchanges the newest token that a pod has sent", async () => {
    const { issueToken, clock, get, emulator } = await emulatedAgent(VERIFYING);
    const old = await issueToken();
    await get(old);
    clock.advance(MINUTE_MS);
    const rotated = await issueToken();
    await get(rotated);
    await get(old);
    clock.advance(6 * HOUR_MS - 10 * MINUTE_MS);
    await get(old);
    const { body = "" } = emulator.requests.findLast(({ operation }) => operation === EXCHANGE) ?? {};

    expect((JSON.parse(body) as { token: string }).token).toBe(rotated);
  });

  it("keeps cached credentials if the token expires between the last request and the renewal", async () => {
    const { issueToken, clock, get, settle, agent, emulator, countOf } = await emulatedAgent(VERIFYING);
    const { key } = await get(await issueToken("checkout-0", 600));
    clock.advance(3 * HOUR_MS - 5 * MINUTE_MS);
    await get(await issueToken("checkout-0", 120));
    clock.advance(5 * MINUTE_MS);
    await settle(Promise.resolve());
    expect([agent.state().kept, countOf(EXCHANGE)]).toEqual([1, 1]);

    emulator.injectFault({ kind: "drop", operation: EXCHANGE, times: 1000 });
    expect((await get(await issueToken())).key).toBe(key);
  });

  it("reports the result of each verification once per token", async () => {
    const { issueToken, get, events } = await emulatedAgent(VERIFYING);
    const token = await issueToken();
    await get(token);
    await get(token);
    await get(unsignedToken(decodeJwt(token)));

    expect(events.filter(({ type }) => type === "verify")).toEqual([
      { type: "verify", outcome: "verified" },
      { type: "verify", outcome: "refused" },
    ]);
  });
});

describe("an agent that does not verify tokens", () => {
  it("leaves the decision to EKS Auth", async () => {
    const scene = await emulatedAgent();
    const { key } = await scene.get(await scene.issueToken());
    const seen: unknown[] = [];
    for (const [, token] of await badTokens(scene)) {
      const answer = await scene.get(token);
      seen.push(answer.status);
    }

    expect(new Set(seen)).toEqual(new Set([400]));
    expect(scene.agent.state().kept).toBe(1);
    expect(key).toMatch(/^ASIA/);
  });
});

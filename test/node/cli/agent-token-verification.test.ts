import { describe, expect, it } from "vitest";
import { type TokenVerificationOptions, tokenVerification } from "../../../cli/agent/token-verification.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { type FakeAnswer, fakeRuntime, json } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

const ISSUER = "https://issuer.example.com/id/1";
const TOKEN = unsignedToken({ iss: ISSUER });
const ARN = "arn:aws:eks:us-west-2:111122223333:cluster/demo";
const DENIED = json({ message: "no" }, 403, { "x-amzn-errortype": "AccessDeniedException" });
const NAMED = clusterWith({ oidc: { issuer: ISSUER } });
const NO_KEYS = json({}, 403);

function clusterWith(identity: object | undefined): FakeAnswer {
  return json({ cluster: { name: "demo", arn: ARN, identity } });
}

/** Makes the verifier of an agent whose network gives the answers, and notes the log and the hosts that it asks. */
async function verifierWith(flags: Partial<TokenVerificationOptions>, answers: readonly FakeAnswer[] = []) {
  const { ports, requests, clock } = fakeRuntime({ answers });
  clock.advance(1_000_000);
  const lines: unknown[][] = [];
  const verify = await tokenVerification({
    clusterName: "demo",
    region: "us-west-2",
    credentials: async () => CREDENTIALS,
    ports,
    log: (...line) => lines.push(line),
    ...flags,
  });
  const urls = (): string[] => requests.map(({ url }) => url);
  return { verify, clock, lines, urls };
}

const EKS_URL = "https://eks.us-west-2.amazonaws.com/clusters/demo";
const DISCOVERY_URL = `${ISSUER}/.well-known/openid-configuration`;

describe("the verification of tokens by the agent", () => {
  it("is off without a flag that asks for it", async () => {
    const { verify, urls } = await verifierWith({});

    expect([verify, urls()]).toEqual([undefined, []]);
  });

  it.each([
    ["--jwks-url", { jwksUrl: "https://issuer.example.com/keys" }],
    ["--issuer-token-file", { issuerTokenFile: "token" }],
    ["--issuer-ca-file", { issuerCaFile: "ca.crt" }],
    ["--allow-http-issuer", { allowHttpIssuer: true as const }],
  ])("is refused if %s would have no effect", async (flag, flags) => {
    expect(await errorOf(verifierWith(flags), "CONFIGURATION")).toMatchObject({
      setting: flag,
      message: `${flag} has no effect without --token-issuer or --verify-tokens`,
    });
  });

  it("asks the issuer of the flag, and not EKS", async () => {
    const { verify, urls } = await verifierWith({ tokenIssuer: ISSUER, verifyTokens: true }, [NO_KEYS]);

    expect(await verify?.(TOKEN)).toBeUndefined();
    expect(urls()).toEqual([DISCOVERY_URL]);
  });

  it("asks EKS for the issuer once, at its start, and then the issuer", async () => {
    const { verify, clock, urls, lines } = await verifierWith({ verifyTokens: true }, [NAMED, NO_KEYS]);
    await verify?.(TOKEN);
    clock.advance(60_001);
    await verify?.(TOKEN);

    expect(urls()).toEqual([EKS_URL, DISCOVERY_URL, DISCOVERY_URL]);
    expect(lines.map(([, msg]) => msg)).not.toContain(expect.stringContaining("EKS"));
  });

  it.each([
    ["no identity", undefined],
    ["an identity without OIDC", {}],
    ["OIDC without an issuer", { oidc: {} }],
  ])("passes every token on, with a warning, if EKS names %s", async (_, identity) => {
    const { verify, lines } = await verifierWith({ verifyTokens: true }, [clusterWith(identity)]);

    expect(await verify?.(TOKEN)).toBeUndefined();
    expect(lines).toEqual([
      ["warn", expect.stringContaining("EKS names no issuer"), { clusterName: "demo" }],
    ]);
  });

  it("asks EKS again more than a minute after it could not be asked, and warns of each failure", async () => {
    const answers = [DENIED, DENIED, NAMED, NO_KEYS];
    const { verify, clock, lines, urls } = await verifierWith({ verifyTokens: true }, answers);
    const asked: number[] = [];
    for (const waitMs of [0, 60_000, 1, 60_000, 1, 0]) {
      clock.advance(waitMs);
      expect(await verify?.(TOKEN)).toBeUndefined();
      await verify?.(TOKEN);
      asked.push(urls().length);
    }

    expect(asked.slice(0, 4)).toEqual([1, 1, 2, 2]);
    expect(urls().slice(0, 4)).toEqual([EKS_URL, EKS_URL, EKS_URL, DISCOVERY_URL]);
    const fields = { clusterName: "demo", status: 403, code: "AccessDeniedException" };
    const warning = [
      "warn",
      expect.stringContaining("cannot ask EKS for the issuer"),
      expect.objectContaining(fields),
    ];
    expect(lines.slice(0, 2)).toEqual([warning, warning]);
    expect(lines[2]?.[1]).toBe("cannot fetch the signing keys of the cluster's tokens");
  });
});

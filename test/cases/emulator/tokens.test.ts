import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { type EmulatedAws, emulateAws, PAIR, ROLE_ARN, START_MS } from "./emulated-aws.ts";

const SUBJECT = { clusterName: "demo", ...PAIR } as const;
const NOW = START_MS / 1000;

async function fetchJson<Shape>(aws: EmulatedAws, url: string): Promise<Shape> {
  const response = await aws.emulator.fetch(url);
  expect(response.status).toBe(200);
  return (await response.json()) as Shape;
}

async function publishedKeys(aws: EmulatedAws, issuer: string): Promise<JSONWebKeySet> {
  const url = `${issuer}/.well-known/openid-configuration`;
  const configuration = await fetchJson<{ issuer: string; jwks_uri: string }>(aws, url);
  expect(configuration.issuer).toBe(issuer);
  return fetchJson(aws, configuration.jwks_uri);
}

describe("an issued token", () => {
  test("has the claims of a projected service-account token", async () => {
    const { emulator } = emulateAws();
    const token = await emulator.issueToken({ ...SUBJECT, podName: "cart-1", nodeName: "node-1" });
    const uid = expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(decodeJwt(token)).toEqual({
      aud: ["pods.eks.amazonaws.com"],
      exp: NOW + 86_400,
      iat: NOW,
      nbf: NOW,
      iss: expect.stringMatching(/^https:\/\/oidc\.eks\.us-west-2\.amazonaws\.com\/id\/[0-9A-F]{32}$/),
      jti: uid,
      sub: "system:serviceaccount:shop:cart",
      "kubernetes.io": {
        namespace: "shop",
        node: { name: "node-1", uid },
        pod: { name: "cart-1", uid },
        serviceaccount: { name: "cart", uid },
      },
    });
    expect(decodeProtectedHeader(token)).toEqual({
      alg: "RS256",
      kid: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });

  test("verifies with the keys that its issuer publishes", async () => {
    const aws = emulateAws();
    const token = await aws.emulator.issueToken(SUBJECT);
    const keys = await publishedKeys(aws, decodeJwt(token).iss ?? "");
    expect(keys.keys).toHaveLength(1);
    expect(keys.keys[0]).toMatchObject({ kty: "RSA", alg: "RS256", use: "sig" });
    expect(Object.keys(keys.keys[0] ?? {})).not.toContain("d");
    const options = { currentDate: new Date(START_MS), audience: "pods.eks.amazonaws.com" };
    expect((await jwtVerify(token, createLocalJWKSet(keys), options)).payload.sub).toContain("cart");
  });

  test("has the same uid for the same pod, and another uid for another pod", async () => {
    const { emulator } = emulateAws();
    const podUid = async (podName: string) => {
      const claims = decodeJwt(await emulator.issueToken({ ...SUBJECT, podName }));
      return (claims["kubernetes.io"] as { pod: { uid: string } }).pod.uid;
    };
    expect(await podUid("cart-1")).toBe(await podUid("cart-1"));
    expect(await podUid("cart-1")).not.toBe(await podUid("cart-2"));
  });

  test("has the server's URL as issuer, while tokens from before the server stay valid", async () => {
    const aws = emulateAws();
    await aws.createAssociation();
    const older = await aws.emulator.issueToken(SUBJECT);
    aws.emulator.setPublicUrl("http://127.0.0.1:8080");
    const newer = await aws.emulator.issueToken(SUBJECT);
    expect(decodeJwt(newer).iss).toMatch(/^http:\/\/127\.0\.0\.1:8080\/id\//);
    await publishedKeys(aws, decodeJwt(newer).iss ?? "");
    for (const token of [older, newer]) expect((await aws.exchange(token)).status).toBe(200);
  });

  test("is signed with the same key as others that were requested at the same time", async () => {
    for (const shareInFlight of [true, false]) {
      const { emulator } = emulateAws({ shareInFlight });
      const tokens = await Promise.all([1, 2, 3].map(() => emulator.issueToken(SUBJECT)));
      expect(new Set(tokens.map((token) => decodeProtectedHeader(token).kid)).size).toBe(1);
    }
  });

  test("stays valid when its cluster is added again", async () => {
    const { emulator } = emulateAws();
    const url = "http://127.0.0.1/k8s/demo/openid/v1/jwks";
    await emulator.issueToken(SUBJECT);
    const before = await (await emulator.fetch(url)).text();
    emulator.addCluster("demo");
    expect(await (await emulator.fetch(url)).text()).toBe(before);
  });

  test("has the issuer of the option publicUrl without its last slash", async () => {
    const { emulator } = emulateAws({ publicUrl: "https://emulator.example.com/a//" });
    const { iss } = decodeJwt(await emulator.issueToken(SUBJECT));
    expect(iss).toMatch(/^https:\/\/emulator\.example\.com\/a\/id\/[0-9A-F]{32}$/);
  });

  test("cannot be had for an unknown cluster", async () => {
    const promise = emulateAws().emulator.issueToken({ ...SUBJECT, clusterName: "other" });
    await expect(promise).rejects.toThrow("No cluster found for name: other.");
  });
});

describe("the rotation of a signing key", () => {
  test("keeps the old key published until its last token has expired", async () => {
    const aws = emulateAws();
    await aws.createAssociation();
    const older = await aws.emulator.issueToken({ ...SUBJECT, expirationSeconds: 3600 });
    const kid = await aws.emulator.rotateSigningKey("demo");
    const newer = await aws.emulator.issueToken(SUBJECT);
    expect(decodeProtectedHeader(newer).kid).toBe(kid);
    for (const token of [older, newer]) expect((await aws.exchange(token)).status).toBe(200);
    const issuer = decodeJwt(newer).iss ?? "";
    expect((await publishedKeys(aws, issuer)).keys).toHaveLength(2);
    aws.clock.nowMs += 3_600_000;
    expect((await publishedKeys(aws, issuer)).keys.map((key) => key.kid)).toEqual([kid]);
  });

  test("removes the old key at once if publishOldUntilMs is 0", async () => {
    const aws = emulateAws();
    await aws.createAssociation();
    const older = await aws.emulator.issueToken(SUBJECT);
    await aws.emulator.rotateSigningKey("demo", { publishOldUntilMs: 0 });
    const response = await aws.exchange(older);
    expect(response.headers.get("x-amzn-errortype")).toBe("InvalidTokenException");
  });
});

test("an unknown issuer answers 404", async () => {
  const { emulator } = emulateAws();
  emulator.setRole(ROLE_ARN, {});
  const url = `https://oidc.eks.us-west-2.amazonaws.com/id/${"0".repeat(32)}/keys`;
  expect((await emulator.fetch(url)).status).toBe(404);
});

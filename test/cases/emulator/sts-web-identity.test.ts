import { describe, expect, test } from "vitest";
import { type EmulatedAws, emulateAws, PAIR, ROLE_ARN, readError, xmlElement } from "./emulated-aws.ts";

async function exchange(
  aws: EmulatedAws,
  parameters: Record<string, string> = {},
  audience = "sts.amazonaws.com",
) {
  const form = new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: ROLE_ARN,
    RoleSessionName: "test",
    WebIdentityToken: await aws.emulator.issueToken({ clusterName: "demo", ...PAIR, audience }),
    ...parameters,
  });
  return aws.emulator.fetch("https://sts.us-west-2.amazonaws.com/", { method: "POST", body: form });
}

describe("AssumeRoleWithWebIdentity", () => {
  test("accepts a token of a cluster without a signature", async () => {
    const aws = emulateAws();
    const response = await exchange(aws);
    const xml = await response.text();
    expect(response.status).toBe(200);
    expect(xmlElement(xml, "SubjectFromWebIdentityToken")).toBe("system:serviceaccount:shop:cart");
    expect(xmlElement(xml, "Audience")).toBe("sts.amazonaws.com");
    expect(xmlElement(xml, "Provider")).toMatch(
      /^arn:aws:iam::111122223333:oidc-provider\/oidc\.eks\.us-west-2\.amazonaws\.com\/id\/[0-9A-F]{32}$/,
    );
    expect(aws.emulator.session(xmlElement(xml, "AccessKeyId") ?? "")).toMatchObject({ roleArn: ROLE_ARN });
  });

  test("requires the audience of the emulator's options", async () => {
    const aws = emulateAws({ webIdentityAudience: "demo" });
    expect((await exchange(aws, {}, "demo")).status).toBe(200);
    expect((await exchange(aws)).status).toBe(400);
  });

  test.each<[string, string]>([
    ["text that is no JWT", "not-a-token"],
    ["a token that ends in a newline", "a.b.c\n"],
  ])("answers InvalidIdentityToken for %s", async (_name, WebIdentityToken) => {
    const response = await exchange(emulateAws(), { WebIdentityToken });
    expect(await readError(response)).toMatchObject({ status: 400, code: "InvalidIdentityToken" });
  });

  test("answers InvalidIdentityToken for another audience, an unknown issuer and a forged signature", async () => {
    const aws = emulateAws();
    expect(await readError(await exchange(aws, {}, "pods.eks.amazonaws.com"))).toMatchObject({
      status: 400,
      code: "InvalidIdentityToken",
      message: "Incorrect token audience",
    });
    const foreign = await emulateAws({ accountId: "444455556666" }).emulator.issueToken({
      clusterName: "demo",
      ...PAIR,
    });
    expect(await readError(await exchange(aws, { WebIdentityToken: foreign }))).toMatchObject({
      code: "InvalidIdentityToken",
      message: expect.stringContaining(
        "No OpenIDConnect provider found in your account for https://oidc.eks.",
      ),
    });
    const token = await aws.emulator.issueToken({
      clusterName: "demo",
      ...PAIR,
      audience: "sts.amazonaws.com",
    });
    const forged = `${token.slice(0, token.lastIndexOf("."))}.${"A".repeat(342)}`;
    expect(await readError(await exchange(aws, { WebIdentityToken: forged }))).toMatchObject({
      code: "InvalidIdentityToken",
    });
  });

  test("accepts a token up to a minute before its `nbf`", async () => {
    const aws = emulateAws();
    const audience = "sts.amazonaws.com";
    const WebIdentityToken = await aws.emulator.issueToken({ clusterName: "demo", ...PAIR, audience });
    aws.clock.nowMs -= 60_000;
    expect((await exchange(aws, { WebIdentityToken })).status).toBe(200);
    aws.clock.nowMs -= 1000;
    expect(await readError(await exchange(aws, { WebIdentityToken }))).toMatchObject({
      status: 400,
      code: "InvalidIdentityToken",
      message: "Token must not be accepted before its nbf time",
    });
  });

  test("answers ExpiredTokenException for an expired token", async () => {
    const aws = emulateAws();
    const request = { clusterName: "demo", ...PAIR, audience: "sts.amazonaws.com", expirationSeconds: 600 };
    const WebIdentityToken = await aws.emulator.issueToken(request);
    aws.clock.nowMs += 600_000;
    expect(await readError(await exchange(aws, { WebIdentityToken }))).toMatchObject({
      status: 400,
      code: "ExpiredTokenException",
    });
  });

  test("answers AccessDenied when the role does not trust the issuer", async () => {
    const aws = emulateAws();
    aws.emulator.setRole(ROLE_ARN, { trusts: ["pods.eks.amazonaws.com"] });
    expect(await readError(await exchange(aws))).toEqual({
      status: 403,
      code: "AccessDenied",
      message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    });
  });

  test("never repeats the token in an error", async () => {
    const WebIdentityToken = "canary".repeat(4000);
    const response = await exchange(emulateAws(), { WebIdentityToken });
    const { code, message } = await readError(response);
    expect(code).toBe("ValidationError");
    expect(message).not.toContain("canary");
  });
});

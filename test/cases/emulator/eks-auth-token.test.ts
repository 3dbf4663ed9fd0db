import { decodeJwt, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { emulateAws, readError } from "./emulated-aws.ts";
import { callKubernetes } from "./kubernetes-api.ts";
import { exchanged, SUBJECT, withAssociation } from "./pod-exchange.ts";

describe("EKS Auth", () => {
  test.each([
    ["missing", undefined],
    ["empty", ""],
    ["of two parts", "a.b"],
    ["ending in a newline", "a.b.c\n"],
  ])("refuses a token that is %s as an invalid parameter", async (_name, token) => {
    const { call } = emulateAws();
    const body = JSON.stringify({ token });
    const response = await call("eks-auth", "/clusters/demo/assume-role-for-pod-identity", {
      method: "POST",
      body,
    });
    expect(await readError(response)).toMatchObject({ status: 400, code: "InvalidParameterException" });
  });

  test("refuses a token as expired from its `exp` on", async () => {
    const aws = await withAssociation();
    const token = await aws.emulator.issueToken({ ...SUBJECT, expirationSeconds: 600 });
    aws.clock.nowMs += 599_000;
    await exchanged(aws, token);
    aws.clock.nowMs += 1000;
    expect(await readError(await aws.exchange(token))).toMatchObject({
      status: 400,
      code: "ExpiredTokenException",
    });
  });

  test("accepts a token up to a minute before its `nbf`", async () => {
    const aws = await withAssociation();
    const exchangeEarly = async (earlyMs: number): Promise<Response> => {
      aws.clock.nowMs += earlyMs;
      const token = await aws.emulator.issueToken(SUBJECT);
      aws.clock.nowMs -= earlyMs;
      return aws.exchange(token);
    };
    expect((await exchangeEarly(60_000)).status).toBe(200);
    expect(await readError(await exchangeEarly(61_000))).toMatchObject({
      status: 400,
      code: "InvalidTokenException",
      message: "The service account token is invalid: it is not valid yet.",
    });
  });

  test("refuses a token with another audience", async () => {
    const aws = await withAssociation();
    const token = await aws.emulator.issueToken({ ...SUBJECT, audience: "sts.amazonaws.com" });
    expect(await readError(await aws.exchange(token))).toMatchObject({
      status: 400,
      code: "InvalidTokenException",
      message: "The service account token is invalid: its audience is not pods.eks.amazonaws.com.",
    });
  });

  test("refuses a token of another cluster", async () => {
    const aws = emulateAws({ clusters: ["demo", "other"] });
    await aws.createAssociation();
    const token = await aws.emulator.issueToken({ ...SUBJECT, clusterName: "other" });
    expect(await readError(await aws.exchange(token))).toMatchObject({
      status: 400,
      code: "InvalidTokenException",
      message: "The service account token is invalid: its issuer is not this cluster's.",
    });
  });

  test("refuses a token whose claims were changed", async () => {
    const aws = await withAssociation();
    const [header, , signature] = (await aws.emulator.issueToken(SUBJECT)).split(".");
    const other = (await aws.emulator.issueToken({ ...SUBJECT, namespace: "bank" })).split(".")[1];
    const response = await aws.exchange(`${header}.${other}.${signature}`);
    expect(await readError(response)).toEqual({
      status: 400,
      code: "InvalidTokenException",
      message: "The service account token is invalid: its signature does not verify.",
    });
  });

  test("refuses a token that is signed with an unknown key or a shared secret", async () => {
    const aws = await withAssociation();
    const claims = decodeJwt(await aws.emulator.issueToken(SUBJECT));
    for (const kid of ["0".repeat(40), undefined]) {
      const header = kid === undefined ? { alg: "HS256" } : { alg: "HS256", kid };
      const forged = await new SignJWT(claims).setProtectedHeader(header).sign(new Uint8Array(32));
      expect(await readError(await aws.exchange(forged))).toMatchObject({ code: "InvalidTokenException" });
    }
  });

  test("refuses a token whose parts are not JSON", async () => {
    const aws = await withAssociation();
    expect(await readError(await aws.exchange("a.b.c"))).toEqual({
      status: 400,
      code: "InvalidTokenException",
      message: "The service account token is invalid: it cannot be read.",
    });
  });

  test("refuses a token that is not bound to a pod", async () => {
    const aws = await withAssociation();
    const body = { spec: { audiences: ["pods.eks.amazonaws.com"] } };
    const response = await callKubernetes({ aws, body });
    const { status } = (await response.json()) as { status: { token: string } };
    expect(await readError(await aws.exchange(status.token))).toMatchObject({
      code: "InvalidTokenException",
    });
  });
});

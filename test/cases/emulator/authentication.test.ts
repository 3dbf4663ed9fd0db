import { describe, expect, test } from "vitest";
import { emulateAws, ROLE_ARN, readError, START_MS, xmlElement } from "./emulated-aws.ts";
import { type RequestToSign, signRequest } from "./foreign-signer.ts";

const EKS = "https://eks.us-west-2.amazonaws.com";
const STS = "https://sts.us-west-2.amazonaws.com";
const LIST = "/clusters/demo/pod-identity-associations";
const IDENTITY = "/?Action=GetCallerIdentity&Version=2011-06-15";
const PROTOCOLS = [
  {
    service: "eks",
    url: EKS + LIST,
    codes: {
      missing: "MissingAuthenticationTokenException",
      incomplete: "IncompleteSignatureException",
      unknown: "UnrecognizedClientException",
      mismatch: "InvalidSignatureException",
      expired: "ExpiredTokenException",
    },
    missingText: "Missing Authentication Token",
  },
  {
    service: "sts",
    url: STS + IDENTITY,
    codes: {
      missing: "MissingAuthenticationToken",
      incomplete: "IncompleteSignature",
      unknown: "InvalidClientTokenId",
      mismatch: "SignatureDoesNotMatch",
      expired: "ExpiredToken",
    },
    missingText: "Request is missing Authentication Token",
  },
] as const;

describe.each(PROTOCOLS)("the emulated $service", ({ service, url, codes, missingText }) => {
  async function send(changes: Partial<RequestToSign> = {}, headers: Record<string, string> = {}) {
    const aws = emulateAws();
    const keys = aws.emulator.credentials;
    const signed = await signRequest({ url, service, keys, nowMs: START_MS, ...changes });
    return aws.emulator.fetch(signed.url, {
      ...signed.init,
      headers: { ...signed.init.headers, ...headers },
    });
  }

  test("accepts a valid signature", async () => {
    expect((await send()).status).toBe(200);
  });

  test("refuses a request without a signature", async () => {
    expect(await readError(await emulateAws().emulator.fetch(url))).toEqual({
      status: 403,
      code: codes.missing,
      message: missingText,
    });
  });

  test.each([
    ["Basic bmFtZQ==", "Unsupported AWS 'algorithm'."],
    [
      "AWS4-HMAC-SHA256 ",
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
    ],
    [
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20150830/us-west-2/eks/aws4_request, SignedHeaders=host",
      "Authorization header requires 'Signature' parameter.",
    ],
    [
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE, SignedHeaders=host, Signature=00",
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIAIOSFODNN7EXAMPLE'.",
    ],
  ])("answers that the signature is incomplete for the authorization %j", async (authorization, message) => {
    const response = await send({}, { authorization });
    expect(await readError(response)).toEqual({ status: 400, code: codes.incomplete, message });
  });

  test.each([
    ["", "'X-Amz-Date' or a 'Date' header"],
    ["today", "ISO-8601 'basic format'"],
    ["20151330T990000Z", "does not match YYYYMMDD"],
  ])("refuses a signature with the date %j", async (date, text) => {
    const response = await send({}, { "x-amz-date": date });
    expect((await readError(response)).message).toContain(text);
  });

  test("refuses an unknown access key id", async () => {
    const response = await send({ keys: { accessKeyId: "AKIAI44QH8DHBEXAMPLE", secretAccessKey: "secret" } });
    expect(await readError(response)).toEqual({
      status: 403,
      code: codes.unknown,
      message: "The security token included in the request is invalid.",
    });
  });

  test("refuses a signature that was made with another secret key", async () => {
    const response = await send({ keys: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" } });
    expect(await readError(response)).toMatchObject({
      status: 403,
      code: codes.mismatch,
      message: expect.stringContaining(
        "The request signature we calculated does not match the signature you provided.",
      ),
    });
  });

  test("refuses a signature for another region or another service", async () => {
    expect(await readError(await send({ region: "us-east-1" }))).toMatchObject({
      code: codes.mismatch,
      message: "Credential should be scoped to a valid region.",
    });
    expect(await readError(await send({ service: "iam" }))).toMatchObject({
      code: codes.mismatch,
      message: `Credential should be scoped to correct service: '${service}'.`,
    });
    expect((await readError(await send({ region: "us-east-1", service: "iam" }))).message).toBe(
      `Credential should be scoped to a valid region. Credential should be scoped to correct service: '${service}'.`,
    );
  });

  test("accepts signatures up to five minutes old, and up to five minutes ahead", async () => {
    for (const off of [-300_000, 300_000]) expect((await send({ nowMs: START_MS + off })).status).toBe(200);
    expect(await readError(await send({ nowMs: START_MS - 301_000 }))).toEqual({
      status: 403,
      code: codes.mismatch,
      message:
        "Signature expired: 20150830T123059Z is now earlier than 20150830T123100Z (20150830T123600Z - 5 min.)",
    });
    expect(await readError(await send({ nowMs: START_MS + 301_000 }))).toEqual({
      status: 403,
      code: codes.mismatch,
      message:
        "Signature not yet current: 20150830T124101Z is still later than 20150830T124100Z (20150830T123600Z + 5 min.)",
    });
  });

  test("refuses an x-amz- header that is not signed", async () => {
    const response = await send({}, { "x-amz-added": "later" });
    expect(await readError(response)).toMatchObject({
      code: codes.mismatch,
      message: expect.stringContaining("x-amz-added"),
    });
  });

  test("refuses a signed header whose value was changed", async () => {
    const signed = await send({ headers: { "x-amz-note": "one" } });
    expect(signed.status).toBe(200);
    const changed = await send({ headers: { "x-amz-note": "one" } }, { "x-amz-note": "two" });
    expect(await readError(changed)).toMatchObject({ status: 403, code: codes.mismatch });
  });

  test("requires the session token of a temporary key until the session expires", async () => {
    const aws = emulateAws();
    const xml = await (
      await aws.callSts({ Action: "AssumeRole", RoleArn: ROLE_ARN, RoleSessionName: "test" })
    ).text();
    const keys = {
      accessKeyId: xmlElement(xml, "AccessKeyId") ?? "",
      secretAccessKey: xmlElement(xml, "SecretAccessKey") ?? "",
      sessionToken: xmlElement(xml, "SessionToken") ?? "",
    };
    const signedBy = async (signer: RequestToSign["keys"]) => {
      const signed = await signRequest({ url, service, keys: signer, nowMs: aws.clock.nowMs });
      return aws.emulator.fetch(signed.url, signed.init);
    };
    expect((await signedBy(keys)).status).toBe(200);
    const { sessionToken: _, ...withoutToken } = keys;
    expect(await readError(await signedBy(withoutToken))).toMatchObject({ status: 403, code: codes.unknown });
    const others = { ...keys, sessionToken: "another" };
    expect(await readError(await signedBy(others))).toMatchObject({ status: 403, code: codes.unknown });
    aws.clock.nowMs += 3_600_000;
    expect(await readError(await signedBy(keys))).toEqual({
      status: 403,
      code: codes.expired,
      message: "The security token included in the request is expired",
    });
  });
});

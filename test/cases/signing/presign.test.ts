import { describe, expect, it } from "vitest";
import { webDigest } from "../../../src/digest.ts";
import { presignUrl } from "../../../src/signing/presign.ts";
import type { SigningContext } from "../../../src/signing/signature.ts";
import { CREDENTIALS, NOW_MS } from "../../support/aws-examples.ts";
import { errorOf } from "../../support/rejection.ts";
import { signingContext } from "../../support/signing-context.ts";

const REQUEST = {
  method: "GET",
  url: "https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
  headers: { "x-k8s-aws-id": "demo" },
  expiresInSeconds: 60,
};

async function presigned(change: Partial<typeof REQUEST> = {}, context: Partial<SigningContext> = {}) {
  const { url, expiresAt } = await presignUrl(
    { ...REQUEST, ...change },
    signingContext({ service: "sts", ...context }),
  );
  return { url, expiresAt, query: new URL(url).searchParams };
}

function expiringIn(ms: number): Partial<SigningContext> {
  return { credentials: { ...CREDENTIALS, expiration: new Date(NOW_MS + ms) } };
}

describe("presignUrl", () => {
  it("puts scope, time, lifetime and signed headers into the query", async () => {
    const { query } = await presigned();

    expect(Object.fromEntries(query)).toEqual({
      Action: "GetCallerIdentity",
      Version: "2011-06-15",
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20260301/us-west-2/sts/aws4_request",
      "X-Amz-Date": "20260301T120000Z",
      "X-Amz-Expires": "60",
      "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
      "X-Amz-Signature": expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it("signs AWS's documented example of an S3 URL as AWS does", async () => {
    const url = "https://examplebucket.s3.amazonaws.com/test.txt";
    const request = { method: "GET", url, expiresInSeconds: 86_400 };
    const context = { service: "s3", region: "us-east-1", nowMs: Date.UTC(2013, 4, 24) };
    const signed = await presignUrl(request, signingContext(context));

    expect(new URL(signed.url).searchParams.get("X-Amz-Signature")).toBe(
      "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    );
  });

  it("makes the same signature with WebCrypto and with a synchronous digest", async () => {
    expect(await presigned({}, { digest: webDigest() })).toEqual(await presigned());
  });

  it.each([
    ["sts", false],
    ["s3", true],
  ])("leaves the body of a request to %s unsigned: %s", async (service, isUnsigned) => {
    const signatures = ["a", "b"].map(async (body) => {
      const request = { ...REQUEST, method: "PUT", body };
      const { url } = await presignUrl(request, signingContext({ service }));
      return new URL(url).searchParams.get("X-Amz-Signature");
    });
    const [first, second] = await Promise.all(signatures);

    expect(first === second).toBe(isUnsigned);
  });

  it("puts the session token into the query", async () => {
    const { query } = await presigned({}, { credentials: { ...CREDENTIALS, sessionToken: "a+b/c=" } });

    expect(query.get("X-Amz-Security-Token")).toBe("a+b/c=");
  });

  it("writes each space of the query as %20, never as a plus sign", async () => {
    const { url, query } = await presigned({ url: "https://example.com/?a=b+c&d=e%2Bf%20g" });

    expect(new URL(url).search).not.toContain("+");
    expect(query.get("a")).toBe("b c");
    expect(query.get("d")).toBe("e+f g");
  });

  it("replaces the signature of a URL that was presigned before", async () => {
    const old = await presigned({}, { nowMs: 0, credentials: { ...CREDENTIALS, sessionToken: "old" } });

    expect(await presigned({ url: old.url })).toEqual(await presigned());
  });

  it.each([
    ["the requested lifetime", 3_600_000, 60],
    ["the remaining lifetime of the credentials", 30_000, 30],
    ["the whole seconds of that lifetime", 30_999, 30],
    ["one second if the credentials have one left", 1000, 1],
  ])("makes a URL that works for %s", async (_, leftMs, seconds) => {
    const { query, expiresAt } = await presigned({}, expiringIn(leftMs));

    expect(query.get("X-Amz-Expires")).toBe(String(seconds));
    expect(expiresAt).toEqual(new Date(NOW_MS + seconds * 1000));
  });

  it("counts the lifetime from the whole second that it is signed with", async () => {
    const { query, expiresAt } = await presigned({}, { ...expiringIn(30_000), nowMs: NOW_MS + 999 });

    expect(query.get("X-Amz-Date")).toBe("20260301T120000Z");
    expect(query.get("X-Amz-Expires")).toBe("30");
    expect(expiresAt).toEqual(new Date(NOW_MS + 30_000));
  });

  it.each([999, 0, -1000])("refuses credentials with %d ms left", async (leftMs) => {
    const error = await errorOf(presigned({}, expiringIn(leftMs)), "CREDENTIALS_EXPIRED");

    expect(error.expiration).toEqual(new Date(NOW_MS + leftMs));
  });

  it.each([0, -1, 0.5, 604_801, Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses a lifetime of %d s",
    async (expiresInSeconds) => {
      const error = await errorOf(presigned({ expiresInSeconds }), "INVALID_REQUEST");

      expect(error).toMatchObject({
        field: "expiresInSeconds",
        message: expect.stringContaining("the input of a presigned URL is invalid"),
      });
    },
  );

  it.each([1, 604_800])("accepts a lifetime of %d s", async (expiresInSeconds) => {
    expect((await presigned({ expiresInSeconds })).query.get("X-Amz-Expires")).toBe(String(expiresInSeconds));
  });
});

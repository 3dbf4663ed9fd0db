import { describe, expect, it } from "vitest";
import { webDigest } from "../../../src/digest.ts";
import { signHeaders, type UnsignedRequest } from "../../../src/signing/sign-request.ts";
import { errorOf } from "../../support/rejection.ts";
import { signingContext } from "../../support/signing-context.ts";

const EXAMPLE = signingContext({
  credentials: {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  },
  service: "service",
  region: "us-east-1",
  nowMs: Date.UTC(2015, 7, 30, 12, 36),
});
const GET: UnsignedRequest = { method: "GET", url: "https://example.amazonaws.com/" };
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const VANILLA = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

async function signed(request: Partial<UnsignedRequest>, context = signingContext()) {
  const { url, headers } = await signHeaders({ ...GET, ...request }, context);
  const [, names, signature] =
    /SignedHeaders=([^,]*), Signature=(\w{64})$/.exec(headers["authorization"] ?? "") ?? [];
  return { url, headers, names: names?.split(";"), signature };
}

describe("signHeaders", () => {
  it("makes the signature of AWS's published example", async () => {
    const { headers } = await signHeaders(GET, EXAMPLE);

    expect(headers).toEqual({
      "x-amz-date": "20150830T123600Z",
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${VANILLA}`,
    });
  });

  it("makes the same signature with WebCrypto and with a synchronous digest", async () => {
    expect((await signed({}, { ...EXAMPLE, digest: webDigest() })).signature).toBe(VANILLA);
    expect((await signed({}, EXAMPLE)).signature).toBe(VANILLA);
  });

  it.each([
    ["its method", { method: "POST" }],
    ["its path", { url: "https://example.amazonaws.com/a" }],
    ["its query", { url: "https://example.amazonaws.com/?a" }],
    ["its host", { url: "https://example.com/" }],
    ["its port", { url: "https://example.amazonaws.com:8443/" }],
    ["its content type", { headers: { "content-type": "text/plain" } }],
    ["its body", { body: "a" }],
    ["its body's stated hash", { headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } }],
  ])("makes the signature depend on %s", async (_, change) => {
    expect((await signed(change)).signature).not.toBe((await signed({})).signature);
  });

  it("signs the stated hash of a body instead of the body's own", async () => {
    const stated = { headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } };
    const { signature } = await signed(stated);

    expect((await signed({ ...stated, body: "a" })).signature).toBe(signature);
  });

  it("accepts a method in any case, and sends it in upper case", async () => {
    expect((await signHeaders({ ...GET, method: "get" }, EXAMPLE)).method).toBe("GET");
    expect((await signed({ method: "get" }, EXAMPLE)).signature).toBe(VANILLA);
  });

  it("signs the content type and each header whose name begins with x-amz-", async () => {
    const { names } = await signed({ headers: { "Content-Type": "application/json", "X-Amz-Target": "a" } });

    expect(names).toEqual(["content-type", "host", "x-amz-date", "x-amz-target"]);
  });

  it.each([
    "Accept-Encoding",
    "Cache-Control",
    "Connection",
    "Content-Length",
    "Expect",
    "From",
    "Keep-Alive",
    "Max-Forwards",
    "Pragma",
    "Proxy-Foo",
    "Referer",
    "Sec-Foo",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "X-Amzn-Trace-Id",
  ])("sends %s without signing it", async (name) => {
    const { headers, names, signature } = await signed({ headers: { [name]: "example" } });

    expect(headers[name.toLowerCase()]).toBe("example");
    expect(names).toEqual(["host", "x-amz-date"]);
    expect(signature).toBe((await signed({})).signature);
  });

  it("makes the signature of AWS's published example of a GET Object with Range", async () => {
    const request = {
      method: "GET",
      url: "https://examplebucket.s3.amazonaws.com/test.txt",
      headers: { range: "bytes=0-9", "x-amz-content-sha256": EMPTY_SHA256 },
    };
    const context = { service: "s3", region: "us-east-1", nowMs: Date.UTC(2013, 4, 24) };
    const { headers } = await signHeaders(request, signingContext(context));

    expect(headers["range"]).toBe("bytes=0-9");
    expect(headers["authorization"]).toMatch(
      /SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41$/,
    );
  });

  it("drops a given Date header, because x-amz-date states the time", async () => {
    const { headers, names, signature } = await signed({
      headers: { Date: "Fri, 24 May 2013 00:00:00 GMT" },
    });

    expect([headers["date"], names]).toEqual([undefined, ["host", "x-amz-date"]]);
    expect(signature).toBe((await signed({})).signature);
  });

  it("drops the headers of an earlier signature", async () => {
    const first = await signHeaders(
      GET,
      signingContext({ nowMs: 0, credentials: { ...EXAMPLE.credentials, sessionToken: "old" } }),
    );
    const second = await signHeaders({ ...GET, headers: { ...first.headers, date: "yesterday" } }, EXAMPLE);

    expect(second).toEqual(await signHeaders(GET, EXAMPLE));
  });

  it("sends and signs the session token", async () => {
    const credentials = { ...EXAMPLE.credentials, sessionToken: "example-session-token" };
    const { headers, names } = await signed({}, signingContext({ credentials }));

    expect(headers["x-amz-security-token"]).toBe("example-session-token");
    expect(names).toContain("x-amz-security-token");
  });

  it("sends a plus sign in the query as the %20 that it signs", async () => {
    const plus = await signed({ url: "https://example.amazonaws.com/?a=b+c" });

    expect(plus.url).toBe("https://example.amazonaws.com/?a=b%20c");
    expect(plus.signature).toBe((await signed({ url: "https://example.amazonaws.com/?a=b%20c" })).signature);
  });

  it("keeps a percent-encoded plus sign apart from a space", async () => {
    const encoded = await signed({ url: "https://example.amazonaws.com/?a=b%2Bc" });

    expect(encoded.url).toBe("https://example.amazonaws.com/?a=b%2Bc");
    expect(encoded.signature).not.toBe(
      (await signed({ url: "https://example.amazonaws.com/?a=b+c" })).signature,
    );
  });

  it.each(["?=a", "?a=b&=c", "?a&="])("refuses the nameless parameter in %s", async (query) => {
    const error = await errorOf(signed({ url: `https://example.amazonaws.com/${query}` }), "INVALID_REQUEST");

    expect(error.field).toBe("url");
  });

  it.each(["?a=%FF", "?%C3=b"])("refuses %s, because its bytes are not UTF-8", async (query) => {
    const error = await errorOf(signed({ url: `https://example.amazonaws.com/${query}` }), "INVALID_REQUEST");

    expect(error.field).toBe("url");
  });

  it("sends a body of bytes unchanged", async () => {
    const body = new Uint8Array([0, 255, 128]);

    expect((await signHeaders({ ...GET, method: "POST", body }, EXAMPLE)).body).toBe(body);
  });

  it("signs an empty body like no body", async () => {
    const none = await signed({ method: "POST" });

    expect((await signed({ method: "POST", body: "" })).signature).toBe(none.signature);
    expect((await signed({ method: "POST", body: new Uint8Array(0) })).signature).toBe(none.signature);
  });

  it.each(["service", "region"] as const)("refuses to guess the %s", async (setting) => {
    const error = await errorOf(signed({}, signingContext({ [setting]: "" })), "CONFIGURATION");

    expect(error.setting).toBe(setting);
  });

  it.each([
    ["", "accessKeyId"],
    ["AKIA IOSFODNN7EXAMPLE", "accessKeyId"],
    ["AKIAIOSFODNN7EXAMPLE\n", "accessKeyId"],
  ])("refuses the access key id %j", async (accessKeyId, setting) => {
    const credentials = { ...EXAMPLE.credentials, accessKeyId };
    const error = await errorOf(signed({}, signingContext({ credentials })), "CONFIGURATION");

    expect(error.setting).toBe(setting);
  });
});

import { describe, expect, test } from "vitest";
import { canonicalRequest } from "../../../src/emulator/sigv4/canonical-request.ts";
import { verifySignature } from "../../../src/emulator/sigv4/verifier.ts";
import { readIncomingRequest } from "../../../src/emulator/wire/incoming-request.ts";
import type { Principal } from "../../../src/emulator/world/principals.ts";
import { SigningKeys } from "../../../src/emulator/world/principals.ts";

const EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const USER: Principal = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: undefined,
  arn: "arn:aws:iam::111122223333:user/podkey",
  userId: "AIDACKCEVSQ6C2EXAMPLE",
  accountId: "111122223333",
  session: undefined,
};

async function verifyExample(signature: string): Promise<Principal> {
  const request = new Request("https://example.amazonaws.com/", {
    headers: {
      "x-amz-date": "20150830T123600Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, " +
        `SignedHeaders=host;x-amz-date, Signature=${signature}`,
    },
  });
  return verifySignature(await readIncomingRequest(request), {
    protocol: "json",
    service: "service",
    region: "us-east-1",
    nowMs: Date.UTC(2015, 7, 30, 12, 36),
    signingKeys: new SigningKeys(),
    findPrincipal: (accessKeyId) => (accessKeyId === USER.accessKeyId ? USER : undefined),
  });
}

function canonical(path: string, query: [string, string][] = [], headers: [string, string][] = []): string[] {
  return canonicalRequest({ method: "GET", path, query, headers, payloadHash: EMPTY_HASH }).split("\n");
}

describe("the signature verifier", () => {
  test("accepts the signature of AWS's published example", async () => {
    const signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    expect(await verifyExample(signature)).toBe(USER);
  });

  test.each([
    ["with a digit changed", "4fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    ["of an odd length", "5fa"],
    ["that is not hexadecimal", "signature"],
  ])("refuses a signature %s", async (_name, signature) => {
    await expect(verifyExample(signature)).rejects.toMatchObject({
      code: "InvalidSignatureException",
      status: 403,
    });
  });
});

describe("the canonical request", () => {
  test("equals that of AWS's published example", () => {
    const headers: [string, string][] = [
      ["x-amz-date", "20150830T123600Z"],
      ["host", "example.amazonaws.com"],
    ];
    expect(
      canonical(
        "/",
        [
          ["Param2", "value2"],
          ["Param1", "value1"],
        ],
        headers,
      ),
    ).toEqual([
      "GET",
      "/",
      "Param1=value1&Param2=value2",
      "host:example.amazonaws.com",
      "x-amz-date:20150830T123600Z",
      "",
      "host;x-amz-date",
      EMPTY_HASH,
    ]);
  });

  test.each([
    ["", "/"],
    ["//", "/"],
    ["/./a/../b//c/", "/b/c/"],
    ["/..", "/"],
    ["/tags/arn%3Aaws%3Aeks%2Fdemo", "/tags/arn%253Aaws%253Aeks%252Fdemo"],
    ["/a%20b/-._~", "/a%2520b/-._~"],
    ["/!'()*", "/%21%27%28%29%2A"],
  ])("has the path %j encoded as %j", (path, expected) => {
    expect(canonical(path)[1]).toBe(expected);
  });

  test("has the query sorted by encoded name and then by encoded value", () => {
    const query: [string, string][] = [
      ["b", "1"],
      ["a", "b"],
      ["a", "B"],
      ["A", ""],
      ["é", "ü +*"],
    ];
    expect(canonical("/", query)[2]).toBe("%C3%A9=%C3%BC%20%2B%2A&A=&a=B&a=b&b=1");
  });

  test("has header values trimmed, with single spaces", () => {
    const headers: [string, string][] = [["x-amz-meta", '  a   "b   c"  ']];
    expect(canonical("/", [], headers)[3]).toBe('x-amz-meta:a "b c"');
  });
});

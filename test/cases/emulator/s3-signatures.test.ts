import { describe, expect, test } from "vitest";
import { resolvePorts } from "../../../src/ports.ts";
import { signHeaders } from "../../../src/signing/sign-request.ts";
import { readError, START_MS } from "./emulated-aws.ts";
import { emulateHandled } from "./handled-service.ts";

/** The time, the region and the bucket of the examples in Amazon S3's documentation of Signature Version 4. */
const EXAMPLE_MS = Date.UTC(2013, 4, 24);
const ORIGIN = "https://examplebucket.s3.amazonaws.com";
const EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const OBJECT = "https://examplebucket.s3.us-west-2.amazonaws.com/";

function exampleAws() {
  return emulateHandled(undefined, { region: "us-east-1", now: () => EXAMPLE_MS });
}

function authorization(signedHeaders: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${signature}`;
}

function example(signedHeaders: string, signature: string, headers: Record<string, string>): RequestInit {
  return {
    headers: {
      "x-amz-date": "20130524T000000Z",
      "x-amz-content-sha256": EMPTY_HASH,
      ...headers,
      authorization: authorization(signedHeaders, signature),
    },
  };
}

describe("the verifier of S3's signatures accepts Amazon's published example of", () => {
  test("a GET with a range", async () => {
    const aws = exampleAws();
    const signature = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
    const init = example("host;range;x-amz-content-sha256;x-amz-date", signature, { range: "bytes=0-9" });
    expect((await aws.emulator.fetch(`${ORIGIN}/test.txt`, init)).status).toBe(200);
    expect((await aws.emulator.fetch(`${ORIGIN}/test2.txt`, init)).status).toBe(403);
    expect(aws.calls).toHaveLength(1);
  });

  test("a query without a value", async () => {
    const signature = "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543";
    const init = example("host;x-amz-content-sha256;x-amz-date", signature, {});
    expect((await exampleAws().emulator.fetch(`${ORIGIN}/?lifecycle`, init)).status).toBe(200);
  });

  test("a query with parameters", async () => {
    const signature = "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";
    const init = example("host;x-amz-content-sha256;x-amz-date", signature, {});
    expect((await exampleAws().emulator.fetch(`${ORIGIN}/?max-keys=2&prefix=J`, init)).status).toBe(200);
  });

  test("a presigned URL", async () => {
    const query = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
      "X-Amz-Date": "20130524T000000Z",
      "X-Amz-Expires": "86400",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    });
    expect((await exampleAws().emulator.fetch(`${ORIGIN}/test.txt?${query}`)).status).toBe(200);
  });
});

/** An upload of 66,560 letters in two chunks, with the signatures of Amazon's examples. */
interface ChunkedExample {
  readonly signedHeaders: string;
  readonly signature: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunkSignatures: readonly [first: string, second: string, last: string];
  readonly trailer: string;
}

const PLAIN_CHUNKS: ChunkedExample = {
  signedHeaders:
    "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
  signature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
  headers: { "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" },
  chunkSignatures: [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
  ],
  trailer: "\r\n",
};

const CHUNKS_AND_TRAILER: ChunkedExample = {
  signedHeaders:
    "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
  signature: "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
  headers: {
    "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "x-amz-trailer": "x-amz-checksum-crc32c",
  },
  chunkSignatures: [
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
  ],
  trailer:
    "x-amz-checksum-crc32c:sOO8/Q==\r\n" +
    "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n",
};

const CHUNKED_URL = "https://s3.amazonaws.com/examplebucket/chunkObject.txt";

function chunkedUpload({ signedHeaders, signature, headers, chunkSignatures, trailer }: ChunkedExample) {
  const chunks = [65_536, 1024, 0].map((size, index) => {
    const data = size === 0 ? "" : `${"a".repeat(size)}\r\n`;
    return `${size.toString(16)};chunk-signature=${chunkSignatures[index]}\r\n${data}`;
  });
  const init = example(signedHeaders, signature, {
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
    "x-amz-decoded-content-length": "66560",
    "content-encoding": "aws-chunked",
    ...headers,
  });
  return { ...init, method: "PUT", body: chunks.join("") + trailer };
}

describe.each([
  ["in signed chunks", PLAIN_CHUNKS],
  ["in signed chunks with a signed trailer", CHUNKS_AND_TRAILER],
])("Amazon's published example of an upload %s", (_what, upload) => {
  test("is accepted, and the handler gets the joined body", async () => {
    const aws = exampleAws();
    const response = await aws.emulator.fetch(CHUNKED_URL, chunkedUpload(upload));
    expect(await response.text()).toMatch(/^got a{66560}$/);
    expect(aws.calls[0]?.request.headers.get("content-encoding")).toBeNull();
  });

  test("is refused with a changed, a missing and a cut chunk", async () => {
    const aws = exampleAws();
    const { body, ...init } = chunkedUpload(upload);
    const refusals = [];
    for (const changed of [
      body.replace("aaa", "aab"),
      body.replace(/400;.*?\r\na*\r\n/, ""),
      body.slice(0, 66_000),
    ]) {
      // `content-length` is signed, so each body has the length of the example.
      const padded = changed.padEnd(body.length, "\n");
      refusals.push((await readError(await aws.emulator.fetch(CHUNKED_URL, { ...init, body: padded }))).code);
    }
    expect(refusals).toEqual(["SignatureDoesNotMatch", "IncompleteBody", "IncompleteBody"]);
    expect(aws.calls).toEqual([]);
  });
});

test("an upload to S3 with a changed trailer is refused", async () => {
  const aws = exampleAws();
  const { body, ...init } = chunkedUpload(CHUNKS_AND_TRAILER);
  const changed = { ...init, body: body.replace("sOO8", "sOO9") };
  expect(await readError(await aws.emulator.fetch(CHUNKED_URL, changed))).toMatchObject({
    code: "SignatureDoesNotMatch",
  });
  expect(aws.calls).toEqual([]);
});

describe("the path of a request to S3", () => {
  test.each([
    "/a%20b/c",
    "//double//slash/",
    "/plus%2Bsign",
    "/arn%3Aaws%3As3%2Fkey",
    "/%E2%82%AC/~-._",
    "/!'()*",
    "/",
  ])("%j is signed as it is sent, encoded once", async (path) => {
    const aws = emulateHandled();
    const url = OBJECT + path.slice(1);
    const { digest } = resolvePorts({});
    const { credentials } = aws.emulator;
    const context = { credentials, service: "s3", region: "us-west-2", nowMs: START_MS, digest };
    const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const signed = await signHeaders({ method: "GET", url, headers }, context);
    expect((await aws.emulator.fetch(signed.url, { headers: signed.headers })).status).toBe(200);
    expect(new URL(aws.calls[0]?.request.url ?? "").pathname).toBe(path);
  });
});

import { describe, expect, test } from "vitest";
import { resolvePorts } from "../../../src/ports.ts";
import { presignUrl } from "../../../src/signing/presign.ts";
import { signHeaders } from "../../../src/signing/sign-request.ts";
import { readError, START_MS } from "./emulated-aws.ts";
import { presignRequest } from "./foreign-signer.ts";
import { emulateHandled, GET_OBJECT } from "./handled-service.ts";

/** The SHA-256 of `content`. */
const CONTENT_HASH = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";

describe("the body of a request to S3", () => {
  const PUT = { ...GET_OBJECT, method: "PUT", body: "content" };

  test("may be unsigned", async () => {
    const aws = emulateHandled();
    const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const response = await aws.send({ ...PUT, headers }, { body: "other" });
    expect(await response.text()).toBe("got other");
  });

  test("keeps its content encoding if it is not in chunks", async () => {
    const aws = emulateHandled();
    const headers = { "content-encoding": "aws-chunked", "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    await aws.send({ ...PUT, headers });
    expect(aws.calls[0]?.request.headers.get("content-encoding")).toBe("aws-chunked");
  });

  test("that was changed is refused if its hash was signed", async () => {
    const aws = emulateHandled();
    expect(await (await aws.send(PUT)).text()).toBe("got content");
    expect(await readError(await aws.send(PUT, { body: "other" }))).toMatchObject({
      status: 400,
      code: "XAmzContentSHA256Mismatch",
    });
    expect(aws.calls).toHaveLength(1);
  });

  test("must have a valid x-amz-content-sha256", async () => {
    const aws = emulateHandled();
    const wrong = await aws.send({ ...PUT, headers: { "x-amz-content-sha256": "none" } });
    expect(await readError(wrong)).toMatchObject({ status: 400, code: "InvalidArgument" });
  });

  test("must have an x-amz-content-sha256", async () => {
    const aws = emulateHandled(undefined, { services: { "s3-outposts": () => new Response() } });
    const { credentials } = aws.emulator;
    const { digest } = resolvePorts({});
    const { url, headers } = await signHeaders(
      { method: "GET", url: "https://s3-outposts.us-west-2.amazonaws.com/" },
      { credentials, service: "s3-outposts", region: "us-west-2", nowMs: START_MS, digest },
    );
    expect(await readError(await aws.emulator.fetch(url, { headers }))).toEqual({
      status: 400,
      code: "InvalidRequest",
      message: "Missing required header for this request: x-amz-content-sha256",
    });
  });

  test("in unsigned chunks is joined, and its trailing checksum becomes a header", async () => {
    const aws = emulateHandled();
    const headers = {
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-decoded-content-length": "7",
      "content-encoding": "aws-chunked,gzip, br",
      "x-amz-trailer": "x-amz-checksum-crc32",
    };
    const body = "4\r\ncont\r\n3\r\nent\r\n0\r\nx-amz-checksum-crc32: iDcWrA==\r\n\r\n";
    const response = await aws.send({ ...PUT, headers, body });
    expect(await response.text()).toBe("got content");
    const handled = aws.calls[0]?.request.headers;
    expect(handled?.get("x-amz-checksum-crc32")).toBe("iDcWrA==");
    expect(handled?.get("content-encoding")).toBe("gzip, br");
    // Browsers keep this header to themselves.
    expect(handled?.get("content-length") ?? "7").toBe("7");
  });

  test.each([
    ["another length than it states", "4\r\ncont\r\n0\r\n\r\n", "IncompleteBody"],
    ["a chunk that is cut off", "7\r\ncont", "IncompleteBody"],
    ["no last chunk", "7\r\ncontent\r\n", "IncompleteBody"],
    ["no chunks", "content", "IncompleteBody"],
    ["no line break after a chunk", "7\r\ncontentXX0\r\n\r\n", "IncompleteBody"],
    ["a trailer that is no header", "7\r\ncontent\r\n0\r\nnothing\r\n\r\n", "IncompleteBody"],
  ])("in chunks is refused with %s", async (_what, body, code) => {
    const aws = emulateHandled();
    const headers = {
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-decoded-content-length": "7",
    };
    expect(await readError(await aws.send({ ...PUT, headers, body }))).toMatchObject({ status: 400, code });
    expect(aws.calls).toEqual([]);
  });

  test("is refused if its chunks should have signatures and have none", async () => {
    const aws = emulateHandled();
    const headers = {
      "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "x-amz-decoded-content-length": "7",
    };
    const body = "7\r\ncontent\r\n0\r\n\r\n";
    expect(await readError(await aws.send({ ...PUT, headers, body }))).toMatchObject({
      code: "IncompleteBody",
    });
    expect(aws.calls).toEqual([]);
  });

  test("in chunks is refused with a trailer that x-amz-trailer does not name, for example one that changes a signed header", async () => {
    const aws = emulateHandled();
    const headers = {
      "content-type": "text/plain",
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-decoded-content-length": "7",
      "x-amz-trailer": "x-amz-checksum-crc32",
    };
    const body = "7\r\ncontent\r\n0\r\ncontent-type:text/html\r\n\r\n";
    expect(await readError(await aws.send({ ...PUT, headers, body }))).toMatchObject({
      status: 400,
      code: "MalformedTrailerError",
    });
    expect(aws.calls).toEqual([]);
  });

  test("in chunks is refused without its length", async () => {
    const headers = { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" };
    const response = await emulateHandled().send({ ...PUT, headers, body: "0\r\n\r\n" });
    expect(await readError(response)).toMatchObject({ status: 411, code: "MissingContentLength" });
  });
});

describe("a presigned URL of S3", () => {
  test("reaches the handler until it expires, with any body", async () => {
    const aws = emulateHandled();
    const { digest } = resolvePorts({});
    const { credentials } = aws.emulator;
    const { url } = await presignUrl(
      { method: "PUT", url: GET_OBJECT.url, expiresInSeconds: 60 },
      { credentials, service: "s3", region: "us-west-2", nowMs: START_MS, digest },
    );
    expect(await (await aws.emulator.fetch(url, { method: "PUT", body: "any" })).text()).toBe("got any");
    expect((await aws.emulator.fetch(url)).status).toBe(403);
    aws.clock.nowMs += 61_000;
    expect(await readError(await aws.emulator.fetch(url, { method: "PUT", body: "any" }))).toEqual({
      status: 403,
      code: "AccessDenied",
      message: "Request has expired",
    });
    expect(aws.calls).toHaveLength(1);
  });

  test("may state the hash of the body in its query, as the AWS SDK does", async () => {
    const aws = emulateHandled();
    const keys = aws.emulator.credentials;
    const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const url = await presignRequest({ ...GET_OBJECT, headers, keys, nowMs: START_MS }, 60);
    expect(url).toContain("UNSIGNED-PAYLOAD");
    expect((await aws.emulator.fetch(url)).status).toBe(200);
  });

  test("is refused with another body than the one whose hash its query states", async () => {
    const aws = emulateHandled();
    const keys = aws.emulator.credentials;
    const headers = { "x-amz-content-sha256": CONTENT_HASH };
    const put = { ...GET_OBJECT, method: "PUT", headers, keys, nowMs: START_MS };
    const url = await presignRequest(put, 60);
    expect(await (await aws.emulator.fetch(url, { method: "PUT", body: "content" })).text()).toBe(
      "got content",
    );
    const changed = await aws.emulator.fetch(url, { method: "PUT", body: "other" });
    expect(await readError(changed)).toMatchObject({ status: 400, code: "XAmzContentSHA256Mismatch" });
  });

  test("of another region is refused with the region that is expected", async () => {
    const aws = emulateHandled();
    const keys = aws.emulator.credentials;
    const url = await presignRequest({ ...GET_OBJECT, region: "eu-west-1", keys, nowMs: START_MS }, 60);
    const response = await aws.emulator.fetch(url);
    expect(await response.clone().text()).toContain("<Region>us-west-2</Region>");
    expect(await readError(response)).toMatchObject({
      status: 400,
      code: "AuthorizationQueryParametersError",
    });
    expect(aws.calls).toEqual([]);
  });
});

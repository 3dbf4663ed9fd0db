import { array, assert, asyncProperty, constant, constantFrom, oneof, record, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { ODD_BODY, ODD_TEXT, percentEncode } from "../../support/odd-input.ts";
import { emulateHandled } from "./handled-service.ts";
import { sendOddRequest } from "./send-odd-request.ts";

const SIGNATURE = "0".repeat(64);
/** Parts of bodies in chunks, in any order. */
const PART = constantFrom(
  "4\r\ndata\r\n",
  `4;chunk-signature=${SIGNATURE}\r\ndata\r\n`,
  "0\r\n",
  `0;chunk-signature=${SIGNATURE}\r\n`,
  "\r\n",
  "ffffffff\r\n",
  "x-amz-checksum-crc32:iDcWrA==\r\n",
  `x-amz-trailer-signature:${SIGNATURE}\r\n`,
  "bad name:\u0000\r\n",
  ":",
);
const CHUNKS = array(PART, { maxLength: 6 }).map((parts) => new TextEncoder().encode(parts.join("")));

const UPLOADS = record({
  method: constantFrom("PUT", "POST", "DELETE"),
  origin: constant("https://s3.us-west-2.amazonaws.com"),
  target: array(ODD_TEXT, { maxLength: 4 }).map((segments) => `/${segments.map(percentEncode).join("/")}`),
  headers: record({
    "x-amz-content-sha256": constantFrom(
      "UNSIGNED-PAYLOAD",
      "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
      SIGNATURE,
      "odd",
    ),
    "x-amz-decoded-content-length": constantFrom("4", "8", "odd"),
    "content-encoding": constantFrom("aws-chunked", "aws-chunked, gzip", ""),
  }),
  body: oneof({ weight: 4, arbitrary: CHUNKS }, { weight: 1, arbitrary: ODD_BODY }, uint8Array()),
  signed: constantFrom(true, true, true, false),
});

describe("the emulator", () => {
  test("answers odd uploads to S3 without an internal error, and some reach the handler", async () => {
    const aws = emulateHandled();
    await assert(
      asyncProperty(UPLOADS, async ({ body, ...upload }) => {
        const bytes = new Uint8Array(body);
        expect(await sendOddRequest(aws, { ...upload, body: bytes })).toBeLessThan(500);
      }),
      { numRuns: 300, seed: 20_150_830 },
    );
    expect(aws.calls.length).toBeGreaterThan(20);
  });
});

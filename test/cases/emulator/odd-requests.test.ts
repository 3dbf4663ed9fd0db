import { type Arbitrary, assert, asyncProperty } from "fast-check";
import { describe, expect, test } from "vitest";
import { OPERATIONS } from "../../../src/emulator/operations.ts";
import { ODD_REQUESTS_TO_ANYWHERE, type OddRequest, oddRequestsTo } from "../../support/emulator-requests.ts";
import { emulateAws } from "./emulated-aws.ts";
import { sendOddRequest } from "./send-odd-request.ts";

const CASES: readonly (readonly [string, Arbitrary<OddRequest>])[] = [
  ["any path", ODD_REQUESTS_TO_ANYWHERE],
  ...OPERATIONS.map((row) => [`${row[1]} of ${row[0]}`, oddRequestsTo(row)] as const),
];

describe("the emulator", () => {
  const lenient = emulateAws({ instance: { roleArn: "arn:aws:iam::111122223333:role/node" } });
  const strict = emulateAws({ strictKubernetes: true });

  test.each(CASES)("answers odd requests to %s without an internal error", async (_name, requests) => {
    await assert(
      asyncProperty(requests, async (request) => {
        for (const aws of [lenient, strict]) expect(await sendOddRequest(aws, request)).toBeLessThan(500);
      }),
      { numRuns: 100, seed: 20_150_830 },
    );
  });
});

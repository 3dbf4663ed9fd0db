import process from "node:process";
import { assert, asyncProperty } from "fast-check";
import { expect, it } from "vitest";
import { emulateAws } from "../cases/emulator/emulated-aws.ts";
import { sendOddRequest } from "../cases/emulator/send-odd-request.ts";
import { ODD_REQUESTS } from "../support/emulator-requests.ts";

/** How long to search. A found failure prints its seed and the shortest request. */
const SECONDS = Number(process.env["PODKEY_FUZZ_SECONDS"] ?? 5);

it("the emulator answers requests of a random seed without an internal error", {
  timeout: (SECONDS + 60) * 1000,
}, async () => {
  const lenient = emulateAws({ instance: { roleArn: "arn:aws:iam::111122223333:role/node" } });
  const strict = emulateAws({ strictKubernetes: true });
  const property = asyncProperty(ODD_REQUESTS, async (request) => {
    for (const aws of [lenient, strict]) expect(await sendOddRequest(aws, request)).toBeLessThan(500);
  });
  const limit = { interruptAfterTimeLimit: SECONDS * 1000, markInterruptAsFailure: false };
  await assert(property, { ...limit, numRuns: Number.MAX_SAFE_INTEGER });
});

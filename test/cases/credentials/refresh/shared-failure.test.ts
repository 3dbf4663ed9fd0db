import { describe, expect, it } from "vitest";
import { decodeFailure, encodeFailure } from "../../../../src/credentials/sharing/shared-failure.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import { refused, throttled, unreachable } from "./refusals.ts";

const facts = { failedAtMs: NOW_MS, message: "the source failed" };
const refusal = { ...facts, status: 429, awsCode: "ThrottlingException" };

describe("a failure that processes share", () => {
  it.each([
    ["an outage", unreachable(), undefined],
    ["throttling with a delay", throttled(9000), { status: 429, retryable: true, retryAfterMs: 9000 }],
    ["throttling without a delay", throttled(), { status: 429, retryable: true, throttled: true }],
    [
      "throttling by its code alone",
      refused(400, "SlowDown", { retryable: true, throttled: true }),
      { status: 400, throttled: true },
    ],
    [
      "a refusal",
      refused(403, "AccessDenied"),
      { status: 403, awsCode: "AccessDenied", retryable: false, throttled: false },
    ],
  ])("keeps what decides about a retry: %s", (_what, error, cause) => {
    const shared = decodeFailure(encodeFailure({ error, failedAtMs: NOW_MS }));

    expect(shared).toMatchObject({ failedAtMs: NOW_MS, error: { retryable: error.retryable } });
    expect(String(shared?.error)).toContain(error.message);
    if (cause) expect(shared?.error).toMatchObject({ cause: { service: "credentials", ...cause } });
    else expect(shared?.error).not.toHaveProperty("cause");
  });

  it.each([
    ["no text", undefined],
    ["no JSON", "not a failure"],
    ["a list", "[]"],
    ["no time", JSON.stringify({ message: "the source failed" })],
    ["a time that is text", JSON.stringify({ ...facts, failedAtMs: String(NOW_MS) })],
    ["no message", JSON.stringify({ failedAtMs: NOW_MS })],
    ["an empty message", JSON.stringify({ ...facts, message: "" })],
  ])("is not read from %s", (_what, text) => {
    expect(decodeFailure(text)).toBeUndefined();
  });

  it.each([
    ["a status that is text", { ...refusal, status: "429" }],
    ["no status", { ...refusal, status: undefined }],
    ["no AWS code", { ...refusal, awsCode: undefined }],
  ])("has no AWS error as its cause with %s", (_what, record) => {
    expect(decodeFailure(JSON.stringify(record))?.error).not.toHaveProperty("cause");
  });

  it.each([
    ["retryable is text", { ...refusal, retryable: "true" }, { retryable: false }],
    ["the AWS message is missing", refusal, { awsMessage: "" }],
    ["an older release wrote no throttled", refusal, { throttled: true }],
    ["the delay is text", { ...refusal, retryAfterMs: "9000" }, {}],
  ])("is read although %s", (_what, record, cause) => {
    const error = decodeFailure(JSON.stringify(record))?.error;

    expect(error).toMatchObject({ retryable: false, cause: { awsCode: "ThrottlingException", ...cause } });
    expect(error).not.toHaveProperty("cause.retryAfterMs");
  });
});

import { describe, expect, it } from "vitest";
import { decodeRecord, encodeRecord } from "../../../src/credentials/sharing/credentials-record.ts";
import { isUnusableRecord } from "../../../src/credentials/sharing/unusable-record.ts";
import { CREDENTIALS, NOW_MS } from "../../support/aws-examples.ts";

const FULL = {
  ...CREDENTIALS,
  sessionToken: "example-session-token",
  accountId: "111122223333",
  expiration: new Date(NOW_MS + 1),
};
const RECORD = {
  version: 1,
  ...CREDENTIALS,
  sessionToken: "example-session-token",
  accountId: "111122223333",
  obtainedAtMs: NOW_MS,
  expiresAtMs: NOW_MS + 1,
};

function errorOf(text: string): unknown {
  try {
    decodeRecord(text);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("a record of credentials", () => {
  it("holds its version, all members and the times in milliseconds", () => {
    const text = encodeRecord({ credentials: FULL, obtainedAtMs: NOW_MS });

    expect(JSON.parse(text)).toEqual(RECORD);
  });

  it.each([
    ["with all members", FULL],
    ["without a session token, an account and an expiration", CREDENTIALS],
  ])("gives back credentials %s", (_, credentials) => {
    expect(decodeRecord(encodeRecord({ credentials, obtainedAtMs: NOW_MS }))).toEqual({
      credentials,
      obtainedAtMs: NOW_MS,
    });
  });

  it.each([
    ["no JSON", "not JSON"],
    ["a list", "[]"],
    ["another version", { version: 2 }],
    ["no access key id", { accessKeyId: undefined }],
    ["an empty access key id", { accessKeyId: "" }],
    ["no secret", { secretAccessKey: undefined }],
    ["an empty secret", { secretAccessKey: "" }],
    ["an empty session token", { sessionToken: "" }],
    ["a session token that is a number", { sessionToken: 5 }],
    ["an empty account", { accountId: "" }],
    ["no time", { obtainedAtMs: undefined }],
    ["a time in words", { obtainedAtMs: "2026-03-01T12:00:00Z" }],
    ["a time beyond what a Date can hold", { obtainedAtMs: 8.64e15 + 1 }],
    ["an expiration in words", { expiresAtMs: "2026-03-01T12:00:00Z" }],
    ["an expiration beyond what a Date can hold", { expiresAtMs: 8.64e15 + 1 }],
    ["an expiration that is null", { expiresAtMs: null }],
  ])("is unusable with %s, and the error quotes none of it", (_, change) => {
    const text = typeof change === "string" ? change : JSON.stringify({ ...RECORD, ...change });
    const error = errorOf(text);

    expect(isUnusableRecord(error)).toBe(true);
    expect(String(error)).not.toContain(CREDENTIALS.secretAccessKey);
  });
});

describe("the error for a record that cannot be used", () => {
  it("is recognized by its name, also from another copy of podkey", () => {
    const foreign = Object.assign(new Error("of another copy"), { name: "UnusableRecordError" });

    expect([foreign, new Error("no"), { name: "UnusableRecordError" }].map(isUnusableRecord)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

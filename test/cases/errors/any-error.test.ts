import { describe, expect, it } from "vitest";
import { findServiceError, isPodkeyError } from "../../../src/errors/any-error.ts";
import { ServiceError } from "../../../src/errors/call-errors.ts";
import { CredentialsUnavailableError, InvalidTokenError } from "../../../src/errors/errors.ts";

const SERVICE = new ServiceError({
  service: "sts",
  operation: "AssumeRole",
  status: 403,
  awsCode: "AccessDenied",
  awsMessage: "no",
  retryable: false,
});

describe("an error of podkey", () => {
  it("is recognized by its mark, also from another copy of podkey", () => {
    const foreign = Object.assign(new Error("of another copy"), { isPodkeyError: true });
    expect([isPodkeyError(SERVICE), isPodkeyError(foreign)]).toEqual([true, true]);
  });

  it.each([
    ["a plain error", new Error("no")],
    ["an error with another mark", Object.assign(new Error("no"), { isPodkeyError: "yes" })],
    ["an object with the mark", { isPodkeyError: true }],
    ["nothing", undefined],
    ["null", null],
  ])("is not %s", (_, value) => {
    expect(isPodkeyError(value)).toBe(false);
  });
});

describe("AWS's response in an error", () => {
  it("is the error itself, or the cause of a chain that failed with it", () => {
    const chain = new CredentialsUnavailableError({ sources: [], retryable: false, cause: SERVICE });
    const nested = new CredentialsUnavailableError({ sources: [], retryable: false, cause: chain });
    expect([SERVICE, chain, nested].map(findServiceError)).toEqual([SERVICE, SERVICE, SERVICE]);
  });

  it("is absent from other errors, even if their cause is one", () => {
    const token = new InvalidTokenError({ source: "a file", problem: "is empty", cause: SERVICE });
    const chain = new CredentialsUnavailableError({ sources: [], retryable: false, cause: new Error("no") });
    expect([token, chain, new Error("no"), undefined].map(findServiceError)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

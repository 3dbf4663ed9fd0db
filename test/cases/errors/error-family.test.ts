import { describe, expect, it } from "vitest";
import {
  AbortedError,
  InvalidResponseError,
  NetworkError,
  ServiceError,
  TimeoutError,
} from "../../../src/errors/call-errors.ts";
import {
  ConfigurationError,
  CredentialsExpiredError,
  CredentialsUnavailableError,
  InvalidRequestError,
  InvalidTokenError,
  NotConfiguredError,
} from "../../../src/errors/errors.ts";
import { NOW_MS } from "../../support/aws-examples.ts";

const CALL = { service: "eks", operation: "DescribeCluster" };
const HOST = { ...CALL, host: "eks.eu-central-1.amazonaws.com" };
const SERVICE = { ...CALL, status: 500, awsCode: "ServerException", awsMessage: "no", retryable: true };

/** Makes an error of each class. */
const FAMILY = [
  ["AbortError", () => new AbortedError(CALL)],
  ["ConfigurationError", () => new ConfigurationError({ setting: "region", message: "no region" })],
  [
    "CredentialsExpiredError",
    () => new CredentialsExpiredError({ expiration: new Date(NOW_MS), message: "old" }),
  ],
  ["CredentialsUnavailableError", () => new CredentialsUnavailableError({ sources: [], retryable: false })],
  [
    "InvalidRequestError",
    () => new InvalidRequestError({ operation: "TagResource", field: "tags", problem: "no" }),
  ],
  [
    "InvalidResponseError",
    () => new InvalidResponseError({ ...CALL, path: "cluster", expected: "object", seen: "nothing" }),
  ],
  ["InvalidTokenError", () => new InvalidTokenError({ source: "a file", problem: "is empty" })],
  ["NetworkError", () => new NetworkError({ ...HOST, retryable: true })],
  ["NotConfiguredError", () => new NotConfiguredError({ source: "fromEnv", message: "no variables" })],
  ["ServiceError", () => new ServiceError(SERVICE)],
  ["TimeoutError", () => new TimeoutError({ ...HOST, timeoutMs: 5000 })],
] as const;

describe("each error of podkey", () => {
  it.each(FAMILY)("is printed under its name %s", (name, make) => {
    const error = make();

    expect(String(error)).toBe(`${name}: ${error.message}`);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name, code: error.code });
  });

  it.each(FAMILY)("has no member without a value (%s)", (_, make) => {
    expect(Object.entries(make()).filter(([, value]) => value === undefined)).toEqual([]);
  });

  it("has a cause only if it was given one", () => {
    const cause = new Error("no");
    const caused = new ConfigurationError({ setting: "region", message: "no region", cause });

    expect(caused.cause).toBe(cause);
    expect(FAMILY.filter(([, make]) => "cause" in make())).toEqual([]);
  });
});

describe("the message of an error", () => {
  it("quotes AWS's message in one line, without blanks around it, up to 500 characters", () => {
    const quoted = (awsMessage: string) => new ServiceError({ ...SERVICE, awsMessage }).awsMessage;

    expect(quoted(" \n no\t \naccess  ")).toBe("no access");
    expect([quoted("x".repeat(500)).length, quoted("x".repeat(501)).length]).toEqual([500, 500]);
  });

  it("quotes AWS's request id if the response has one", () => {
    const { message } = new ServiceError({ ...SERVICE, requestId: "example-request" });

    expect(message).toMatch(/: no \(request id example-request\)$/);
    expect(new ServiceError(SERVICE).message).toMatch(/: no$/);
  });

  it("names the code of the network's failure if the runtime tells one", () => {
    const { message } = new NetworkError({ ...HOST, networkCode: "ECONNREFUSED", retryable: true });

    expect(message).toMatch(/: ECONNREFUSED$/);
    expect(new NetworkError({ ...HOST, retryable: true }).message).toMatch(/: the connection failed$/);
  });

  it("lists the sources of a chain, and gives the reason of those that were tried", () => {
    const { message } = new CredentialsUnavailableError({
      retryable: false,
      sources: [
        { source: "fromEnv", outcome: "failed", reason: "no access" },
        { source: "fromContainer", outcome: "not tried", reason: "" },
      ],
    });

    expect(message.split("\n").slice(1)).toEqual([
      "  1. fromEnv: failed: no access",
      "  2. fromContainer: not tried",
    ]);
  });
});

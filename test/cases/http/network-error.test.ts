import { describe, expect, it } from "vitest";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { createClient } from "../../../src/http/client.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";

function withCode(message: string, code: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code });
}

function failAtOnce(): never {
  throw new TypeError("fetch failed");
}

async function failure(rejection: Error) {
  const { ports, clock, requests } = fakeRuntime({ answers: [rejection] });
  const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports });
  const error = await errorOf(clock.settle(describeCluster(client, { clusterName: "demo" })), "NETWORK");
  return { error, requests };
}

const TRANSIENT: readonly (readonly [runtime: string, code: string | undefined, rejection: Error])[] = [
  ["Node", "ECONNREFUSED", new TypeError("fetch failed", { cause: withCode("connect", "ECONNREFUSED") })],
  [
    "Node",
    "UND_ERR_SOCKET",
    new TypeError("fetch failed", { cause: withCode("other side closed", "UND_ERR_SOCKET") }),
  ],
  [
    "Node",
    "UND_ERR_CONNECT_TIMEOUT",
    new TypeError("fetch failed", { cause: withCode("connect", "UND_ERR_CONNECT_TIMEOUT") }),
  ],
  [
    "Node",
    "UND_ERR_HEADERS_TIMEOUT",
    new TypeError("fetch failed", { cause: withCode("headers", "UND_ERR_HEADERS_TIMEOUT") }),
  ],
  ["Node", "EAI_AGAIN", new TypeError("fetch failed", { cause: withCode("getaddrinfo", "EAI_AGAIN") })],
  [
    "Node",
    "ETIMEDOUT",
    new TypeError("fetch failed", { cause: Object.assign(new AggregateError([]), { code: "ETIMEDOUT" }) }),
  ],
  ["Bun", "ConnectionRefused", withCode("Unable to connect", "ConnectionRefused")],
  ["Bun", "ConnectionClosed", withCode("The socket connection was closed", "ConnectionClosed")],
  ["Bun", "ECONNRESET", withCode("reset", "ECONNRESET")],
  ["Deno", undefined, new TypeError("error sending request for url (https://example.com/)")],
  ["Chromium", undefined, new TypeError("Failed to fetch")],
  ["Firefox", undefined, new TypeError("NetworkError when attempting to fetch resource.")],
  ["Safari", undefined, new TypeError("Load failed")],
  ["workerd", undefined, new Error("Network connection lost.")],
  ["the platform", undefined, new DOMException("signal timed out", "TimeoutError")],
];

const PERMANENT: readonly (readonly [code: string, rejection: Error])[] = [
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "UND_ERR_INVALID_ARG",
].map((code) => [code, new TypeError("fetch failed", { cause: withCode("tls", code) })]);

describe("a call whose connection fails", () => {
  it.each(TRANSIENT)(
    "is retried after an error of %s with the code %s",
    async (_, networkCode, rejection) => {
      const { error, requests } = await failure(rejection);

      expect(error).toMatchObject({ retryable: true, service: "eks" });
      expect(error.networkCode).toBe(networkCode);
      expect(error.cause).toBe(rejection);
      expect(requests).toHaveLength(3);
    },
  );

  it.each(PERMANENT)("is not retried after %s", async (networkCode, rejection) => {
    const { error, requests } = await failure(rejection);

    expect(error).toMatchObject({ networkCode, retryable: false });
    expect(requests).toHaveLength(1);
  });

  it("gets an error that names the host", async () => {
    const { error } = await failure(new TypeError("Failed to fetch"));

    expect(error.message).toMatch(/ could not reach eks\.us-west-2\.amazonaws\.com: the connection failed$/);
  });

  it.each([
    ["ENOTFOUND", "check the region and the host"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "is a proxy between?"],
  ])("is told what to check after %s", async (code, hint) => {
    const { error } = await failure(new TypeError("fetch failed", { cause: withCode("failed", code) }));

    expect(error.message.endsWith(`eks.us-west-2.amazonaws.com: ${code}; ${hint}`)).toBe(true);
  });

  it("gets a NETWORK error even if the causes of the failure form a circle", async () => {
    const first = new TypeError("fetch failed");
    first.cause = new Error("second", { cause: first });

    expect((await failure(first)).error.networkCode).toBeUndefined();
  });

  it("gets a NETWORK error even if fetch throws instead of returning a promise", async () => {
    const { ports, clock } = fakeRuntime();
    const client = createClient({
      region: "us-west-2",
      credentials: CREDENTIALS,
      ports: { ...ports, fetch: failAtOnce },
    });

    await errorOf(clock.settle(describeCluster(client, { clusterName: "demo" })), "NETWORK");
  });
});

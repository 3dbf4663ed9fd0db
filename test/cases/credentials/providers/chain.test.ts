import { describe, expect, it } from "vitest";
import type { CredentialProvider } from "../../../../src/aws/credentials.ts";
import { chain } from "../../../../src/credentials/providers/chain.ts";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { fromEnv } from "../../../../src/credentials/providers/from-env.ts";
import { fromStatic } from "../../../../src/credentials/providers/from-static.ts";
import { fromWebToken } from "../../../../src/credentials/providers/from-web-token.ts";
import { InvalidResponseError, NetworkError, TimeoutError } from "../../../../src/errors/call-errors.ts";
import {
  ConfigurationError,
  CredentialsExpiredError,
  InvalidTokenError,
  NotConfiguredError,
} from "../../../../src/errors/errors.ts";
import { boundTokenOf } from "../../../../src/tokens/token-binding.ts";
import { CREDENTIALS } from "../../../support/aws-examples.ts";
import { clientThat } from "../../../support/bad-input.ts";
import { fakeRuntime, json, text } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";

const CALL = { service: "sts", operation: "AssumeRole" };
const { ports } = fakeRuntime();
const absent = fromEnv({ ports });
const present = fromStatic(CREDENTIALS);

function failing(error: unknown): CredentialProvider {
  const provider: CredentialProvider = async () => {
    throw error;
  };
  return Object.defineProperty(provider, "name", { value: "failing" });
}

describe("chain", () => {
  it("returns the credentials of the first provider that is configured", async () => {
    const later = failing(new Error("not to be asked"));

    expect(await chain(absent, present, later)()).toMatchObject(CREDENTIALS);
  });

  it("passes its request to the providers", async () => {
    const { signal } = new AbortController();
    const asked: unknown[] = [];
    const source: CredentialProvider = async (request) => {
      asked.push(request?.signal);
      return CREDENTIALS;
    };
    await chain(source)({ signal });

    expect(asked).toEqual([signal]);
  });

  it.each([
    ["a network error", new NetworkError({ ...CALL, host: "sts.us-west-2.amazonaws.com", retryable: true })],
    ["a wrong setting", new ConfigurationError({ setting: "uri", message: "is not an absolute URL" })],
    [
      "an unusable response",
      new InvalidResponseError({ ...CALL, path: "the body", expected: "a JSON object", seen: "nothing" }),
    ],
    ["a timeout", new TimeoutError({ ...CALL, host: "sts.us-west-2.amazonaws.com", timeoutMs: 1000 })],
    ["an invalid token", new InvalidTokenError({ source: "/token", problem: "is empty" })],
    ["expired credentials", new CredentialsExpiredError({ expiration: new Date(0), message: "expired" })],
    ["an error that is not podkey's", new Error("unexpected")],
    [
      "another library's error with a code of podkey's",
      Object.assign(new Error("no"), { code: "NOT_CONFIGURED" }),
    ],
    ["a thrown value that is not an Error", "unexpected"],
  ])("fails if a configured provider fails with %s, and asks no later provider", async (_, failure) => {
    const error = await errorOf(chain(absent, failing(failure), present)(), "CREDENTIALS_UNAVAILABLE");

    expect(error.cause).toBe(failure);
    expect(error.sources.map(({ source, outcome }) => [source, outcome])).toEqual([
      ["fromEnv", "not configured"],
      ["failing", "failed"],
      ["fromStatic", "not tried"],
    ]);
    expect(error.sources.at(-1)?.reason).toBe("");
  });

  it("lists every source in order with its reason in the message", async () => {
    const container = fromContainer({ ports });
    const token = fromWebToken({ client: clientThat(undefined) });
    const error = await errorOf(chain(absent, token, container)(), "CREDENTIALS_UNAVAILABLE");

    expect(error.message.split("\n")).toEqual([
      "no AWS credentials; tried in order:",
      "  1. fromEnv: not configured: AWS_ACCESS_KEY_ID is not set",
      "  2. fromWebToken: not configured: AWS_WEB_IDENTITY_TOKEN_FILE is not set, and no token was given",
      expect.stringMatching(/^ {2}3\. fromContainer: not configured: neither AWS_CONTAINER_/),
      expect.stringMatching(/^In a pod, .* restart it after you create its association\.$/),
      expect.stringMatching(/^On a laptop, .* eval "\$\(aws configure export-credentials --format env\)"$/),
    ]);
    expect(error.retryable).toBe(false);
    expect(error.cause).toBeUndefined();
  });

  it.each([
    ["no", chain(fromEnv(), fromEnv()), 0],
    ["its", chain(fromEnv(), absent), 1],
  ])("ends with %s advice on variables, by whether a source can read any", async (_which, source, count) => {
    const error = await errorOf(source(), "CREDENTIALS_UNAVAILABLE");

    expect(error.message.match(/In a pod/g) ?? []).toHaveLength(count);
  });

  it.each([
    ["a retryable", 503, true],
    ["a final", 403, false],
  ])("throws %s error if the deciding error is one", async (_which, status, retryable) => {
    const { ports: down } = fakeRuntime({ answers: [text("", status)], random: 0.999 });
    const container = fromContainer({ uri: "http://169.254.170.23/", deadlineMs: 1, ports: down });

    expect(await errorOf(chain(container)(), "CREDENTIALS_UNAVAILABLE")).toMatchObject({ retryable });
  });

  it("throws a final error if another library's error decides, whatever that says of itself", async () => {
    const failure = Object.assign(new Error("unexpected"), { retryable: true });

    expect(await errorOf(chain(failing(failure))(), "CREDENTIALS_UNAVAILABLE")).toMatchObject({
      retryable: false,
    });
  });

  it("is bound to the tokens of its providers, so that no two lists of tokens share credentials", () => {
    const bound = (...tokens: readonly string[]) => {
      const client = clientThat(undefined);
      return boundTokenOf(chain(...tokens.map((token) => fromWebToken({ client, token })), present));
    };

    expect(bound()).toBeUndefined();
    expect(bound("one")).toBe("one");
    expect(bound("one", "two")).not.toBe(bound("onet", "wo"));
  });

  it("moves on after an inner chain that is not configured", async () => {
    expect(await chain(chain(absent, chain(absent)), present)()).toMatchObject(CREDENTIALS);
  });

  it("lists the sources of an inner chain that is not configured as its own", async () => {
    const inner = chain(absent, fromContainer({ ports }));
    const error = await errorOf(chain(inner, absent)(), "CREDENTIALS_UNAVAILABLE");

    expect(error.sources.map(({ source }) => source)).toEqual(["fromEnv", "fromContainer", "fromEnv"]);
    expect(error.message.match(/In a pod/g)).toHaveLength(1);
  });

  it("refuses to be empty, and says what to pass", () => {
    expect(() => chain()).toThrow(
      expect.objectContaining({
        code: "CONFIGURATION",
        setting: "providers",
        message: expect.stringContaining("pass at least one, for example chain(fromEnv())"),
      }),
    );
  });

  it("does not move on after an inner chain that fails", async () => {
    const inner = chain(absent, failing(new Error("unexpected")));
    const error = await errorOf(chain(inner, present)(), "CREDENTIALS_UNAVAILABLE");

    expect(error.sources.map(({ source, outcome }) => [source, outcome])).toEqual([
      ["chain", "failed"],
      ["fromStatic", "not tried"],
    ]);
    expect(error.message.split("\n")).toEqual([
      "no AWS credentials; tried in order:",
      "  1. chain: failed: no AWS credentials; tried in order:",
      "       1. fromEnv: not configured: AWS_ACCESS_KEY_ID is not set",
      "       2. failing: failed: unexpected",
      "  2. fromStatic: not tried",
    ]);
  });

  it("throws ABORTED if its caller aborts", async () => {
    const { ports: silent } = fakeRuntime({ answers: [json({})] });
    const container = fromContainer({ uri: "http://169.254.170.23/", ports: silent });

    await errorOf(chain(absent, container, present)({ signal: AbortSignal.abort() }), "ABORTED");
  });

  it("reports a provider without a name by its position", async () => {
    const nameless = [
      async () => Promise.reject(new NotConfiguredError({ source: "mine", message: "absent" })),
    ];
    for (const provider of nameless) Object.defineProperty(provider, "name", { value: "" });
    const error = await errorOf(chain(...nameless)(), "CREDENTIALS_UNAVAILABLE");

    expect(error.sources).toMatchObject([{ source: "source 1" }]);
  });
});

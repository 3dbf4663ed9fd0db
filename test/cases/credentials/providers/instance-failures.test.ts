import { describe, expect, it } from "vitest";
import { chain } from "../../../../src/credentials/providers/chain.ts";
import { fromStatic } from "../../../../src/credentials/providers/from-static.ts";
import {
  type FromInstanceMetadataOptions,
  fromInstanceMetadata,
} from "../../../../src/credentials/providers/instance/from-instance-metadata.ts";
import { CONTAINER_BODY, CREDENTIALS } from "../../../support/aws-examples.ts";
import { type FakeRuntimeOptions, fakeRuntime, json, silence, text } from "../../../support/fake-runtime.ts";
import { connectionFailure } from "../../../support/on-instance.ts";
import { errorOf, podkeyErrorOf } from "../../../support/rejection.ts";

const TOKEN = text("example-metadata-token");
const ROLE = text("checkout\n");
const BODY = { Code: "Success", Type: "AWS-HMAC", ...CONTAINER_BODY };
const GOOD = json(BODY);
const DENO_REFUSED = new TypeError("fetch failed", {
  cause: new Error("client error (Connect): tcp connect error: Connection refused (os error 111)"),
});

function scene(runtime: FakeRuntimeOptions, options: FromInstanceMetadataOptions = {}) {
  const { ports, clock, requests } = fakeRuntime(runtime);
  const provider = fromInstanceMetadata({ ports, ...options });
  return { provider, requests, clock, get: () => clock.settle(provider()) };
}

describe("fromInstanceMetadata off EC2", () => {
  it.each([
    ["a refused connection", connectionFailure("ECONNREFUSED")],
    ["a host without a route", connectionFailure("EHOSTUNREACH")],
    ["a network without a route", connectionFailure("ENETUNREACH")],
    ["a refused connection on Deno", DENO_REFUSED],
  ])("throws NOT_CONFIGURED at once after %s", async (_, failure) => {
    const { provider, requests } = scene({ answers: [failure] });

    const error = await errorOf(provider(), "NOT_CONFIGURED");
    expect(error.source).toBe("fromInstanceMetadata");
    expect(error.message).toContain("http://169.254.169.254");
    expect(requests).toHaveLength(1);
    expect(await chain(provider, fromStatic(CREDENTIALS))()).toMatchObject(CREDENTIALS);
  });

  it.each([
    ["endpoint", {}, { endpoint: "http://127.0.0.1:1338" }],
    ["endpoint variable", { AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://127.0.0.1:1338" }, {}],
    ["IPv4 mode", { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "IPv4" }, {}],
    ["IPv6 mode", { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "IPv6" }, {}],
  ])("throws NETWORK after a refused connection if the user set an %s", async (_setting, env, options) => {
    const answers = [connectionFailure("ECONNREFUSED")];
    const { get, requests } = scene({ answers, env, random: 0.5 }, options);

    expect(await errorOf(get(), "NETWORK")).toMatchObject({ networkCode: "ECONNREFUSED" });
    expect(requests.length).toBeGreaterThan(1);
  });

  it("throws NETWORK if a connection breaks, or is refused after the token was received", async () => {
    const broken = scene({ answers: [connectionFailure("ECONNRESET")], random: 0.5 });
    const late = scene({ answers: [TOKEN, connectionFailure("ECONNREFUSED")], random: 0.5 });
    const last = scene({ answers: [TOKEN, ROLE, connectionFailure("ECONNRESET")], random: 0.5 });

    expect(await errorOf(broken.get(), "NETWORK")).toMatchObject({ operation: "GetToken" });
    expect(await errorOf(late.get(), "NETWORK")).toMatchObject({ operation: "GetRoleName" });
    expect(await errorOf(last.get(), "NETWORK")).toMatchObject({ operation: "GetRoleCredentials" });
  });

  it("throws TIMEOUT without a response, and names the hop limit of containers", async () => {
    const { get, provider, clock } = scene({ answers: [silence] });
    const startedMs = clock.now();

    const error = await errorOf(get(), "TIMEOUT");
    expect(error).toMatchObject({ operation: "GetToken", service: "instance-metadata" });
    expect(clock.waits).toContain(1000);
    expect(error.message).toContain("the instance's hop limit must be at least 2");
    expect(clock.now() - startedMs).toBeLessThanOrEqual(5001);
    const { code } = await podkeyErrorOf(clock.settle(chain(provider, fromStatic(CREDENTIALS))()));
    expect(code).toBe("CREDENTIALS_UNAVAILABLE");
  });

  it("does not name the hop limit if a read after the token gets no response", async () => {
    const { get } = scene({ answers: [TOKEN, silence] }, { timeoutMs: 100, deadlineMs: 150 });

    expect((await errorOf(get(), "TIMEOUT")).message).not.toContain("hop limit");
  });

  it.each(["true", "TRUE"])("sends nothing with AWS_EC2_METADATA_DISABLED=%s", async (disabled) => {
    const { provider, requests } = scene({ env: { AWS_EC2_METADATA_DISABLED: disabled } });

    const error = await errorOf(provider(), "NOT_CONFIGURED");
    expect(error.source).toBe("fromInstanceMetadata");
    expect(error.message).toContain("AWS_EC2_METADATA_DISABLED");
    expect(requests).toHaveLength(0);
  });

  it("throws SERVICE if the response is not that of a metadata service", async () => {
    const { get } = scene({ answers: [text("<html>Sign in</html>", 404)] });

    expect(await errorOf(get(), "SERVICE")).toMatchObject({ status: 404, operation: "GetToken" });
  });
});

describe("fromInstanceMetadata", () => {
  it.each([
    ["429", text("", 429)],
    ["500", text("", 500)],
    ["503", text("", 503)],
    ["a broken connection", connectionFailure("ECONNRESET")],
  ])("retries after %s with the token that it has", async (_, failure) => {
    const { get, requests } = scene({ answers: [TOKEN, failure, ROLE, GOOD], random: 0.5 });

    expect(await get()).toMatchObject({ accessKeyId: CONTAINER_BODY["AccessKeyId"] });
    expect(requests.map(({ method }) => method)).toEqual(["PUT", "GET", "GET", "GET"]);
  });

  it("reads the name of the role once, although the credentials had to be read twice", async () => {
    const { get, requests } = scene({ answers: [TOKEN, ROLE, text("", 503), GOOD], random: 0.5 });

    expect(await get()).toMatchObject({ accessKeyId: CONTAINER_BODY["AccessKeyId"] });
    expect(requests.map(({ url }) => url.split("/latest/")[1])).toEqual([
      "api/token",
      "meta-data/iam/security-credentials/",
      "meta-data/iam/security-credentials/checkout",
      "meta-data/iam/security-credentials/checkout",
    ]);
  });

  it.each([
    "../../user-data",
    "..",
    ".",
    "a/b",
    "a?b",
    "a#b",
    "a%2fb",
    "a b",
    "one\ntwo",
    "",
    "x".repeat(65),
  ])("refuses %j as the name of a role, both in the response and in roleName", async (name) => {
    const { provider, requests } = scene({ answers: [TOKEN, text(name), GOOD] });

    const seen = name === "" ? "nothing" : `${name.length} characters of something else`;
    const error = await errorOf(provider(), "INVALID_RESPONSE");
    expect(error.operation).toBe("GetRoleName");
    expect(error.message).toContain(`got ${seen}`);
    expect(requests).toHaveLength(2);
    expect(() => fromInstanceMetadata({ roleName: name })).toThrow(
      expect.objectContaining({ code: "CONFIGURATION", setting: "roleName" }),
    );
  });

  it("throws a 404 for a role that has a name but no credentials, and asks once", async () => {
    const { get, requests } = scene({ answers: [TOKEN, ROLE, text("", 404)] });

    expect(await errorOf(get(), "SERVICE")).toMatchObject({
      status: 404,
      awsCode: "NotFound",
      operation: "GetRoleCredentials",
    });
    expect(requests).toHaveLength(3);
  });

  it.each(["AccessKeyId", "SecretAccessKey", "Token", "Expiration", "Code"])(
    "rejects credentials without %s",
    async (member) => {
      const { provider } = scene({ answers: [TOKEN, ROLE, json({ ...BODY, [member]: undefined })] });

      expect(await errorOf(provider(), "INVALID_RESPONSE")).toMatchObject({ path: member });
    },
  );

  it("throws CREDENTIALS_EXPIRED for expired credentials, and does not extend them", async () => {
    const { provider } = scene({
      answers: [TOKEN, ROLE, json({ ...BODY, Expiration: "2026-03-01T12:00:00Z" })],
    });

    const { expiration } = await errorOf(provider(), "CREDENTIALS_EXPIRED");
    expect(expiration).toEqual(new Date("2026-03-01T12:00:00Z"));
  });

  it("sends nothing for a caller that has aborted", async () => {
    const { provider, requests } = scene({});
    await errorOf(provider({ signal: AbortSignal.abort() }), "ABORTED");

    expect(requests).toHaveLength(0);
  });
});

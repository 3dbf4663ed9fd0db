import { describe, expect, it } from "vitest";
import { createTokenVerifier } from "../../../src/agent/tokens/token-verifier.ts";
import { json } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";
import { discovery, fetchKeys, ISSUER } from "./issuer-answers.ts";

describe("plain HTTP to an issuer", () => {
  it.each([
    [{ issuer: "http://issuer.example.com" }, "issuer"],
    [{ issuer: ISSUER, jwksUri: "http://issuer.example.com/keys" }, "jwksUri"],
    [{ issuer: "http://127.0.0.1.example.com" }, "issuer"],
    [{ issuer: "http://localhost.example.com" }, "issuer"],
    [{ issuer: "issuer.example.com" }, "issuer"],
    [{ issuer: "ftp://127.0.0.1/" }, "issuer"],
  ])("is refused at once: %j", async (options, setting) => {
    const create = async () => createTokenVerifier(options);

    expect(await errorOf(create(), "CONFIGURATION")).toMatchObject({ setting });
  });

  it.each(["http://127.0.0.1:6443", "http://localhost:6443", "http://[::1]:6443"])(
    "is allowed on loopback: %s",
    async (issuer) => {
      const { failures, requests } = await fetchKeys(
        [json({ issuer, jwks_uri: `${issuer}/keys` }), json({ keys: [] })],
        { issuer },
      );

      expect([failures.length, requests.length]).toEqual([0, 2]);
    },
  );

  it("is allowed to any host with allowKeysOverHttp", async () => {
    const issuer = "http://issuer.example.com";
    const jwksUri = "http://keys.example.com/keys";
    const answers = [json({ issuer, jwks_uri: jwksUri }), json({ keys: [] })];
    const { failures, requests } = await fetchKeys(answers, { issuer, allowKeysOverHttp: true });

    expect([failures.length, requests[1]?.url]).toEqual([0, jwksUri]);
  });

  it.each(["http://issuer.example.com/keys", "http://127.0.0.1/keys", "file:///etc/passwd"])(
    "is not followed from the discovery document of an https issuer: %s",
    async (jwksUri) => {
      const { failures, requests } = await fetchKeys([discovery({ jwks_uri: jwksUri })]);

      expect(requests).toHaveLength(1);
      expect(String(failures[0])).toContain("jwks_uri should be an https URL");
    },
  );
});

describe("the bearer token for an issuer", () => {
  it("is read for each request, and sent to the issuer", async () => {
    let reads = 0;
    const bearerToken = async () => `token-${++reads}`;
    const { requests } = await fetchKeys([discovery(), json({ keys: [] })], { bearerToken });

    expect(requests.map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  it("is not sent to another host that the discovery document names", async () => {
    const answers = [discovery({ jwks_uri: "https://keys.example.com/keys" }), json({ keys: [] })];
    const { requests } = await fetchKeys(answers, { bearerToken: () => "token" });

    expect(requests.map(({ headers }) => headers["authorization"])).toEqual(["Bearer token", undefined]);
  });

  it.each([401, 403])(
    "that was not sent to another host is named in the reason for status %s",
    async (status) => {
      const answers = [discovery({ jwks_uri: "https://keys.example.com/keys" }), json({}, status)];
      const { failures } = await fetchKeys(answers, { bearerToken: () => "token" });

      expect(String(failures[0])).toContain(
        "keys.example.com/keys: the bearer token is sent to the hosts of the issuer",
      );
    },
  );

  it("is sent to the host of jwksUri", async () => {
    const jwksUri = "https://10.0.0.1:6443/openid/v1/jwks";
    const { requests } = await fetchKeys([json({ keys: [] })], { jwksUri, bearerToken: () => "token" });

    expect(requests.map(({ url, headers }) => [url, headers["authorization"]])).toEqual([
      [jwksUri, "Bearer token"],
    ]);
  });

  it("that cannot be read is reported as a failure", async () => {
    const bearerToken = () => Promise.reject(new Error("there is no file"));
    const { result, failures, requests } = await fetchKeys([discovery()], { bearerToken });

    expect([result, failures.length, requests.length]).toEqual([undefined, 1, 0]);
  });
});

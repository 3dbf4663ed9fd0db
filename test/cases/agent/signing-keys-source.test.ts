import { describe, expect, it } from "vitest";
import { CANARY_SECRET_KEY, leakIn } from "../../support/canaries.ts";
import { type FakeAnswer, json, text } from "../../support/fake-runtime.ts";
import { printedForms } from "../../support/printed-forms.ts";
import { discovery, fetchKeys, ISSUER, KEYS_URL } from "./issuer-answers.ts";

/** Answers like a Kubernetes API server, which has each document in one form only. */
function negotiating(type: string, body: object): FakeAnswer {
  return ({ headers }) => {
    const accepted = (headers["accept"] ?? "").split(",").map((entry) => entry.trim());
    if (accepted.includes(type))
      return new Response(JSON.stringify(body), { headers: { "content-type": type } });
    const status = { kind: "Status", reason: "NotAcceptable", code: 406, message: `only ${type}` };
    return new Response(JSON.stringify(status), { status: 406 });
  };
}

describe("the documents of an issuer", () => {
  it("are requested in the two forms that a Kubernetes API server has, each in one only", async () => {
    const { result, requests, failures } = await fetchKeys([
      negotiating("application/json", { issuer: ISSUER, jwks_uri: KEYS_URL }),
      negotiating("application/jwk-set+json", { keys: [] }),
    ]);

    expect(failures).toEqual([]);
    expect(requests.map(({ url }) => url)).toEqual([`${ISSUER}/.well-known/openid-configuration`, KEYS_URL]);
    expect(result).toMatchObject({
      code: "INVALID_TOKEN",
      message: expect.stringContaining("is signed with a key that its cluster does not publish"),
    });
  });

  it("are found at one slash if the issuer ends in one", async () => {
    const issuer = `${ISSUER}/`;
    const { requests, failures } = await fetchKeys([discovery({ issuer }), json({ keys: [] })], { issuer });

    expect(failures).toEqual([]);
    expect(requests[0]?.url).toBe(`${ISSUER}/.well-known/openid-configuration`);
  });

  it("are not requested beyond the keys if jwksUri is given", async () => {
    const jwksUri = "http://127.0.0.1:8001/openid/v1/jwks";
    const { requests } = await fetchKeys([json({ keys: [] })], { jwksUri });

    expect(requests.map(({ url }) => url)).toEqual([jwksUri]);
  });

  it.each([
    ["no JSON object", [json("nothing")], "a JSON object"],
    ["no URL of the keys", [json({ issuer: ISSUER })], "jwks_uri should be a URL"],
    ["a malformed URL of the keys", [discovery({ jwks_uri: "keys" })], "jwks_uri should be a URL"],
    ["another issuer", [discovery({ issuer: "https://other.example.com" })], "issuer should be the issuer"],
    ["no issuer", [discovery({ issuer: undefined })], "issuer should be the issuer"],
    ["keys that are not a list", [discovery(), json({ keys: "none" })], "keys should be a list"],
    [
      "a redirect",
      [() => new Response(null, { status: 302, headers: { location: "https://example.com/" } })],
      "the status should be no redirect",
    ],
  ])("(%s) give no keys, and the reason is reported", async (_name, answers, reason) => {
    const { result, requests, failures } = await fetchKeys(answers);

    expect(result).toBeUndefined();
    expect(requests).toHaveLength(answers.length);
    expect(failures).toEqual([
      expect.objectContaining({ code: "INVALID_RESPONSE", message: expect.stringContaining(reason) }),
    ]);
  });
});

describe("a failure to fetch signing keys", () => {
  it.each([
    [401, "the bearer token is not accepted"],
    [403, "system:service-account-issuer-discovery"],
    [404, "pass the URL of the keys"],
    [406, "no representation as application/json or application/jwk-set+json"],
    [500, "issuer.example.com/keys"],
  ])("with status %s is reported with host, path and advice", async (status, advice) => {
    const { result, failures } = await fetchKeys([discovery(), json({ reason: "Refused" }, status)]);

    expect(result).toBeUndefined();
    expect(failures).toEqual([
      expect.objectContaining({
        code: "SERVICE",
        retryable: false,
        status,
        awsCode: "Refused",
        message: expect.stringMatching(
          /^oidc GetSigningKeys answered \d+ Refused: issuer\.example\.com\/keys/,
        ),
      }),
    ]);
    expect(String(failures[0])).toContain(advice);
    expect(String(failures[0])).not.toContain("undefined");
  });

  it.each([
    ["no reason", {}],
    ["a reason of two words", { reason: "Not Found" }],
    ["a reason that is no text", { reason: 7 }],
  ])("is called Unknown if the response has %s", async (_what, body) => {
    const { failures } = await fetchKeys([discovery(), json(body, 500)]);

    expect(failures).toEqual([expect.objectContaining({ awsCode: "Unknown" })]);
  });

  it.each([
    ["another host", 401, "https://keys.example.com/", true, "sent to the hosts of the issuer"],
    ["another host", 403, "https://keys.example.com/", true, "sent to the hosts of the issuer"],
    ["another host", 404, "https://keys.example.com/", true, "check the issuer"],
    ["another host without a bearer token", 401, "https://keys.example.com/", false, "is not accepted"],
    ["the issuer's host", 401, KEYS_URL, true, "is not accepted"],
  ])("of %s with status %i is reported with its own advice", async (_host, status, url, hasToken, advice) => {
    const bearerToken = hasToken ? () => "example-token" : undefined;
    const answers = [discovery({ jwks_uri: url }), json({}, status)];
    const { failures } = await fetchKeys(answers, { bearerToken });

    expect(failures).toHaveLength(1);
    expect(String(failures[0])).toContain(advice);
  });

  it("at plain HTTP of another host is reported with that host", async () => {
    const { failures } = await fetchKeys([discovery({ jwks_uri: "http://keys.example.com:8080/" })]);

    expect(String(failures[0])).toContain(
      "jwks_uri should be an https URL, got http://keys.example.com:8080",
    );
  });

  it("without a response is reported with the host and the system's code, for example of an unknown CA", async () => {
    const cause = Object.assign(new Error("self-signed"), { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    const { failures } = await fetchKeys([new TypeError("fetch failed", { cause })]);

    expect(String(failures[0])).toContain(
      "could not reach issuer.example.com: UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    );
  });

  it("holds nothing of the response but a code", async () => {
    const { failures } = await fetchKeys([
      text(`{"reason":"${CANARY_SECRET_KEY} x"} ${CANARY_SECRET_KEY}`, 500),
    ]);

    expect(failures).toHaveLength(1);
    expect(leakIn(failures.map(printedForms).join("\n"))).toBeUndefined();
  });

  it("may be reported to a listener that throws", async () => {
    const onKeysFailure = (): never => {
      throw new Error("the listener is broken");
    };

    expect((await fetchKeys([json({}, 500)], { onKeysFailure })).result).toBeUndefined();
  });
});

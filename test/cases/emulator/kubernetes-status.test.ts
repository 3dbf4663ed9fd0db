import { describe, expect, test } from "vitest";
import { emulateAws } from "./emulated-aws.ts";
import { callKubernetes, readStatus, statusOf, TOKEN_PATH } from "./kubernetes-api.ts";

const UNRECOGNIZED = "the object provided is unrecognized (must be of type TokenRequest)";

function invalid(field: string, message: string): unknown {
  const cause = { reason: "FieldValueInvalid", message, field };
  return { group: "authentication.k8s.io", kind: "TokenRequest", causes: [cause] };
}

describe("the Status of a refused TokenRequest", () => {
  test.each<[number, string]>([
    [60, "may not specify a duration less than 10 minutes"],
    [2 ** 33, "may not specify a duration larger than 2^32 seconds"],
  ])("names the field and the cause for a lifetime of %s seconds", async (expirationSeconds, rule) => {
    const response = await callKubernetes({ body: { spec: { expirationSeconds } } });
    const message = `Invalid value: ${expirationSeconds}: ${rule}`;
    expect(response.status).toBe(422);
    expect(response.headers.get("cache-control")).toBe("no-cache, private");
    expect(await response.json()).toEqual(
      statusOf(
        422,
        "Invalid",
        `TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: ${message}`,
        invalid("spec.expirationSeconds", message),
      ),
    );
  });

  test("names the field and the cause for another name in the body", async () => {
    const response = await callKubernetes({ body: { metadata: { name: "other" } } });
    const message = 'Invalid value: "other": must match the service account name if specified';
    expect(await response.json()).toEqual(
      statusOf(
        422,
        "Invalid",
        `TokenRequest.authentication.k8s.io "cart" is invalid: metadata.name: ${message}`,
        { name: "cart", ...(invalid("metadata.name", message) as object) },
      ),
    );
  });

  test.each<[string, unknown, string]>([
    [
      "another namespace in the body",
      { metadata: { namespace: "bank" } },
      "the namespace of the provided object does not match the namespace sent on the request",
    ],
    [
      "another version",
      { kind: "TokenRequest", apiVersion: "authentication.k8s.io/v1beta1" },
      'TokenRequest in version "v1beta1" cannot be handled as a TokenRequest: converting (v1beta1.TokenRequest) to (authentication.TokenRequest): unknown conversion',
    ],
    [
      "another kind",
      { kind: "Pod", apiVersion: "v1" },
      'Pod in version "v1" cannot be handled as a TokenRequest: converting (v1.Pod) to (authentication.TokenRequest): unknown conversion',
    ],
    [
      "a bound object that is a ConfigMap",
      { spec: { boundObjectRef: { kind: "ConfigMap", apiVersion: "v1", name: "x" } } },
      "cannot bind token to object of type /v1, Kind=ConfigMap",
    ],
    [
      "a bound object of an API group",
      { spec: { boundObjectRef: { kind: "Deployment", apiVersion: "apps/v1", name: "x" } } },
      "cannot bind token to object of type apps/v1, Kind=Deployment",
    ],
    [
      "a bound object without a name",
      { spec: { boundObjectRef: { kind: "Pod", apiVersion: "v1" } } },
      "Name parameter required.",
    ],
  ])("is BadRequest for %s", async (_name, body, message) => {
    expect(await (await callKubernetes({ body })).json()).toEqual(statusOf(400, "BadRequest", message));
  });

  test.each<[string, string, string]>([
    ["an empty body", "", "unexpected end of JSON input (<empty>)"],
    ["a body that is not JSON", "{bad", "({bad)"],
    ["a body that is an array", "[1]", "(5b315d)"],
  ])("is BadRequest for %s, and quotes at most 30 bytes", async (_name, body, end) => {
    const status = await readStatus(await callKubernetes({ body }));
    expect(status).toMatchObject({ httpStatus: 400, reason: "BadRequest" });
    expect(status.message.startsWith(`${UNRECOGNIZED}: couldn't get version/kind; json parse error: `)).toBe(
      true,
    );
    expect(status.message.endsWith(end)).toBe(true);
    const long = await readStatus(await callKubernetes({ body: `{${"x".repeat(100)}` }));
    expect(long.message).toContain(`({${"x".repeat(29)} ...)`);
  });

  test.each([
    ["a lifetime that is text", { spec: { expirationSeconds: "600" } }],
    ["audiences that are text", { spec: { audiences: "sts.amazonaws.com" } }],
    ["a spec that is a list", { spec: [] }],
    ["a bound object that is text", { spec: { boundObjectRef: "x" } }],
  ])("is BadRequest for %s", async (_name, body) => {
    expect(await readStatus(await callKubernetes({ body }))).toMatchObject({
      httpStatus: 400,
      reason: "BadRequest",
      code: 400,
    });
  });

  test("is UnsupportedMediaType for text/plain", async () => {
    const response = await callKubernetes({ headers: { "content-type": "text/plain" } });
    expect(await response.json()).toEqual(
      statusOf(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json, application/vnd.kubernetes.protobuf",
      ),
    );
  });

  test.each(["application/vnd.kubernetes.protobuf", "text/xapplication/json"])(
    "is NotAcceptable for Accept: %s",
    async (accept) => {
      const headers = { accept };
      expect(await readStatus(await callKubernetes({ headers }))).toMatchObject({
        httpStatus: 406,
        reason: "NotAcceptable",
      });
    },
  );
});

describe("the Kubernetes API", () => {
  test("answers MethodNotAllowed for another method", async () => {
    const response = await callKubernetes({ method: "GET" });
    expect(response.status).toBe(405);
    expect(await response.json()).toEqual(
      statusOf(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        {},
      ),
    );
  });

  test("answers an unknown path with text", async () => {
    const response = await callKubernetes({ method: "GET", path: "/nothing" });
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-cache, private");
    expect(await response.text()).toBe("404 page not found\n");
  });

  test("answers NotFound for an unknown cluster", async () => {
    const { emulator } = emulateAws();
    for (const path of [TOKEN_PATH, "/openid/v1/jwks", "/.well-known/openid-configuration"]) {
      const method = path === TOKEN_PATH ? "POST" : "GET";
      const response = await emulator.fetch(`http://127.0.0.1/k8s/other${path}`, { method });
      expect(await response.json()).toEqual(
        statusOf(404, "NotFound", 'clusters "other" not found', { name: "other", kind: "clusters" }),
      );
    }
  });

  test("uses Kubernetes' reasons for injected throttling and server errors", async () => {
    const aws = emulateAws();
    aws.emulator.injectFault({ kind: "throttle", retryAfterSeconds: 1 });
    const throttled = await callKubernetes({ aws });
    expect(throttled.headers.get("retry-after")).toBe("1");
    expect(await readStatus(throttled)).toMatchObject({ httpStatus: 429, reason: "TooManyRequests" });
    aws.emulator.injectFault({ kind: "serverError", status: 503 });
    expect(await readStatus(await callKubernetes({ aws }))).toMatchObject({
      httpStatus: 503,
      reason: "ServiceUnavailable",
    });
  });
});

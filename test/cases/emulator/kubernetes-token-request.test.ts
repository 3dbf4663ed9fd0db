import { decodeJwt, type JSONWebKeySet } from "jose";
import { describe, expect, test } from "vitest";
import { type EmulatedAws, emulateAws } from "./emulated-aws.ts";

async function fetchJson<Shape>(aws: EmulatedAws, url: string): Promise<Shape> {
  const response = await aws.emulator.fetch(url);
  expect(response.status).toBe(200);
  return (await response.json()) as Shape;
}

const PATH = "/k8s/demo/api/v1/namespaces/shop/serviceaccounts/cart/token";

function request(
  body: unknown,
  path: string = PATH,
  headers: Record<string, string> = {},
): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return emulateAws().emulator.fetch(`http://127.0.0.1:8080${path}`, {
    method: "POST",
    body: text,
    headers,
  });
}

describe("the Kubernetes TokenRequest", () => {
  test("returns a token that is bound to the pod of the request", async () => {
    const boundObjectRef = {
      apiVersion: "v1",
      kind: "Pod",
      name: "cart-1",
      uid: "11111111-2222-4333-8444-555555555555",
    };
    const response = await request({
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { audiences: ["pods.eks.amazonaws.com"], expirationSeconds: 600, boundObjectRef },
    });
    expect(response.status).toBe(201);
    const body = (await response.json()) as { status: { token: string } };
    expect(body).toEqual({
      kind: "TokenRequest",
      apiVersion: "authentication.k8s.io/v1",
      metadata: { name: "cart", namespace: "shop", creationTimestamp: "2015-08-30T12:36:00Z" },
      spec: { audiences: ["pods.eks.amazonaws.com"], expirationSeconds: 600, boundObjectRef },
      status: { token: expect.any(String), expirationTimestamp: "2015-08-30T12:46:00Z" },
    });
    expect(decodeJwt(body.status.token)["kubernetes.io"]).toMatchObject({
      pod: { name: "cart-1", uid: boundObjectRef.uid },
    });
  });

  test("returns a token for one hour and for the API server by default", async () => {
    const body = (await (await request({})).json()) as {
      spec: { audiences: string[]; expirationSeconds: number };
      status: { token: string };
    };
    expect(body.spec.expirationSeconds).toBe(3600);
    expect(body.spec.audiences).toEqual([decodeJwt(body.status.token).iss]);
    expect(decodeJwt(body.status.token)["kubernetes.io"]).not.toHaveProperty("pod");
  });

  test.each<[string, number, string, unknown]>([
    ["less than ten minutes", 422, "Invalid", { spec: { expirationSeconds: 599 } }],
    ["more than 2^32 seconds", 422, "Invalid", { spec: { expirationSeconds: 2 ** 32 + 1 } }],
    ["a duration that is text", 400, "BadRequest", { spec: { expirationSeconds: "600" } }],
    ["audiences that are text", 400, "BadRequest", { spec: { audiences: "sts.amazonaws.com" } }],
    ["another kind", 400, "BadRequest", { kind: "Pod" }],
    [
      "a bound object of another kind",
      400,
      "BadRequest",
      { spec: { boundObjectRef: { kind: "Job", name: "x" } } },
    ],
    ["a bound object without a name", 400, "BadRequest", { spec: { boundObjectRef: { kind: "Pod" } } }],
    ["text that is not JSON", 400, "BadRequest", "{"],
  ])("refuses %s with a Status", async (_name, status, reason, body) => {
    const response = await request(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: expect.any(String),
      reason,
      code: status,
    });
  });

  test("refuses protobuf with status 415", async () => {
    const headers = { "content-type": "application/vnd.kubernetes.protobuf" };
    expect((await request("k8s", PATH, headers)).status).toBe(415);
  });

  test("answers 404 with a Status for an unknown cluster or path", async () => {
    for (const path of [PATH.replace("demo", "other"), "/k8s/demo/api/v1/pods"]) {
      const response = await request({}, path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ kind: "Status", code: 404 });
    }
  });

  test("is served at the cluster's endpoint", async () => {
    const aws = emulateAws();
    const { cluster } = (await (await aws.call("eks", "/clusters/demo")).json()) as {
      cluster: { endpoint: string };
    };
    const url = `${cluster.endpoint}/api/v1/namespaces/shop/serviceaccounts/cart/token`;
    const response = await aws.emulator.fetch(url, { method: "POST", body: "{}" });
    expect(response.status).toBe(201);
    const keys = await fetchJson<JSONWebKeySet>(aws, `${cluster.endpoint}/openid/v1/jwks`);
    expect(keys.keys).toHaveLength(1);
  });
});

import type { JSONWebKeySet } from "jose";
import { describe, expect, test } from "vitest";
import { emulateAws } from "./emulated-aws.ts";
import { CLUSTER_URL, statusOf } from "./kubernetes-api.ts";

const DISCOVERY = "/.well-known/openid-configuration";
const JWKS = "/openid/v1/jwks";

function getDocument(path: string, accept?: string): Promise<Response> {
  // `fetch` of some runtimes sends `*/*` by itself, so the header is set or removed explicitly.
  const headers = new Headers(accept === undefined ? {} : { accept });
  return emulateAws().emulator.fetch(new Request(CLUSTER_URL + path, { headers }));
}

describe("the discovery document of an API server", () => {
  test("has the members of Kubernetes, and may be cached for an hour", async () => {
    const response = await getDocument(DISCOVERY);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("public, max-age=3600");
    const body = (await response.json()) as Record<string, unknown>;
    expect(Object.keys(body)).toEqual([
      "issuer",
      "jwks_uri",
      "response_types_supported",
      "subject_types_supported",
      "id_token_signing_alg_values_supported",
    ]);
    expect(body["jwks_uri"]).toMatch(/\/openid\/v1\/jwks$/);
  });

  test("leads to the keys of the API server", async () => {
    const { emulator } = emulateAws();
    emulator.setPublicUrl("http://127.0.0.1:8080");
    const document = await emulator.fetch(CLUSTER_URL + DISCOVERY);
    const { jwks_uri } = (await document.json()) as { jwks_uri: string };
    expect(jwks_uri).toBe(CLUSTER_URL + JWKS);
    const keys = await emulator.fetch(jwks_uri);
    expect(((await keys.json()) as JSONWebKeySet).keys).toHaveLength(1);
  });
});

describe("the keys of an API server", () => {
  test("have a content type of their own, and may be cached for an hour", async () => {
    const response = await getDocument(JWKS);
    expect(response.headers.get("content-type")).toBe("application/jwk-set+json");
    expect(response.headers.get("cache-control")).toBe("public, max-age=3600");
    const [key = {}] = ((await response.json()) as JSONWebKeySet).keys;
    expect(Object.keys(key)).toEqual(["use", "kty", "kid", "alg", "n", "e"]);
  });
});

describe("the content negotiation of an API server", () => {
  test.each<[string | undefined, number, number]>([
    [undefined, 200, 200],
    ["*/*", 200, 200],
    ["application/json, */*;q=0.5", 200, 200],
    ["application/json", 200, 406],
    ["application/jwk-set+json", 406, 200],
    ["application/jwk-set+json, application/json", 200, 200],
    ["application/json, application/jwk-set+json", 200, 200],
    ["application/*", 406, 406],
  ])("answers Accept: %s with %s for discovery and %s for keys", async (accept, discovery, keys) => {
    expect((await getDocument(DISCOVERY, accept)).status).toBe(discovery);
    expect((await getDocument(JWKS, accept)).status).toBe(keys);
  });

  test("names the representation that is available", async () => {
    expect(await (await getDocument(JWKS, "application/json")).json()).toEqual(
      statusOf(
        406,
        "NotAcceptable",
        "406: Not Acceptable\n\nAvailable representations: application/jwk-set+json",
        {},
      ),
    );
  });
});

describe("the issuer of an EKS cluster", () => {
  test("serves both documents as JSON to any client", async () => {
    const aws = emulateAws();
    const { cluster } = (await (await aws.call("eks", "/clusters/demo")).json()) as {
      cluster: { identity: { oidc: { issuer: string } } };
    };
    const { issuer } = cluster.identity.oidc;
    for (const path of [DISCOVERY, "/keys"]) {
      const response = await aws.emulator.fetch(issuer + path, { headers: { accept: "application/json" } });
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
    }
  });
});

import { readFile } from "node:fs/promises";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchWithCa } from "../../cli/agent/fetch-with-ca.ts";
import { createEmulator } from "../../src/emulator/create-emulator.ts";
import type { Ports } from "../../src/ports.ts";
import { type ApiServer, startApiServer } from "./kubernetes/api-server.ts";

/** A call that both API servers answer. */
interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The parts of a response that must be equal. */
interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly cacheControl: string | null;
  readonly warning: string | null;
  readonly body: unknown;
}

const TIMEOUT_MS = 10_000;
const ADMIN_TOKEN = "admin-token";
const TOKEN = "/api/v1/namespaces/shop/serviceaccounts/cart/token";
const DISCOVERY = "/.well-known/openid-configuration";
const JWKS = "/openid/v1/jwks";
const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };
const JSON_BODY = { ...ADMIN, "content-type": "application/json" };
const PROTOBUF = {
  ...ADMIN,
  "content-type": "application/vnd.kubernetes.protobuf",
  accept: "application/json",
};
const BOUND_UID = "99999999-2222-4333-8444-555555555555";

function tokenFor(spec: unknown, more: Readonly<Record<string, unknown>> = {}): Call {
  return { body: JSON.stringify({ spec, ...more }) };
}

function boundTo(kind: string, name: string, more: Readonly<Record<string, string>> = {}): Call {
  return tokenFor({ boundObjectRef: { kind, apiVersion: "v1", name, ...more } });
}

const REFUSALS: readonly (readonly [string, Call])[] = [
  ["a lifetime of 60 seconds", tokenFor({ expirationSeconds: 60 })],
  ["a lifetime of 2^33 seconds", tokenFor({ expirationSeconds: 2 ** 33 })],
  ["another name in the body", tokenFor({}, { metadata: { name: "other" } })],
  ["another namespace in the body", tokenFor({}, { metadata: { namespace: "bank" } })],
  ["another kind", { body: '{"kind":"Pod","apiVersion":"v1"}' }],
  ["an unknown service account", { path: TOKEN.replace("cart", "nope"), body: "{}" }],
  ["an unknown namespace", { path: TOKEN.replace("shop", "nowhere"), body: "{}" }],
  ["an unknown pod", boundTo("Pod", "nope")],
  ["an unknown Secret", boundTo("Secret", "nope")],
  ["an unknown Node", boundTo("Node", "nope")],
  ["another uid of the pod", boundTo("Pod", "cart-1", { uid: BOUND_UID })],
  ["a pod of another service account", boundTo("Pod", "other-1")],
  ["a ConfigMap", boundTo("ConfigMap", "x")],
  ["a Deployment", boundTo("Deployment", "x", { apiVersion: "apps/v1" })],
  ["a bound object without a name", boundTo("Pod", "")],
  ["an empty body", { body: "" }],
  ["another method", { method: "GET" }],
  [
    "an unknown field with strict validation",
    { path: `${TOKEN}?fieldValidation=Strict`, body: '{"spec":{"a":1}}' },
  ],
  ["no authorization", { headers: { "content-type": "application/json" }, body: "{}" }],
  ["a wrong bearer token", { headers: { ...JSON_BODY, authorization: "Bearer nothing" }, body: "{}" }],
  ["protobuf that is JSON", { headers: PROTOBUF, body: "{}" }],
  ["an unknown path", { method: "GET", path: "/nothing" }],
  ["keys for an anonymous client", { method: "GET", path: JWKS, headers: {} }],
  ["discovery for an anonymous client", { method: "GET", path: DISCOVERY, headers: {} }],
  [
    "keys as application/json",
    { method: "GET", path: JWKS, headers: { ...ADMIN, accept: "application/json" } },
  ],
  ["keys as application/*", { method: "GET", path: JWKS, headers: { ...ADMIN, accept: "application/*" } }],
];

describe("the emulator's strict Kubernetes API beside a real one", () => {
  let server: ApiServer;
  let callReal: (call: Call) => Promise<Answer>;
  let callEmulated: (call: Call) => Promise<Answer>;

  beforeAll(async () => {
    server = await startApiServer();
    await server.createPod("shop", "cart", "cart-1");
    await server.createPod("shop", "other", "other-1");
    callReal = callerOf(
      server.url,
      fetchWithCa(() => readFile(server.caFile, "utf8")),
    );
    const emulator = createEmulator({ strictKubernetes: true, kubernetesToken: ADMIN_TOKEN });
    for (const serviceAccount of ["cart", "other"]) {
      const place = { namespace: "shop", serviceAccount };
      emulator.addKubernetesObject("demo", {
        kind: "ServiceAccount",
        namespace: "shop",
        name: serviceAccount,
      });
      emulator.addKubernetesObject("demo", { kind: "Pod", name: `${serviceAccount}-1`, ...place });
    }
    callEmulated = callerOf("http://127.0.0.1/k8s/demo", emulator.fetch);
  }, 120_000);

  afterAll(() => server.close());

  it.each(REFUSALS)("refuses %s with the same response", async (_name, call) => {
    expect(await callEmulated(call)).toEqual(await callReal(call));
  });

  it("answers a TokenRequest with the same members", async () => {
    const call = boundTo("Pod", "cart-1");
    const [emulated, real] = [await callEmulated(call), await callReal(call)];
    expect(emulated).toMatchObject({
      status: 201,
      contentType: real.contentType,
      cacheControl: real.cacheControl,
    });
    expect(shapeOf(emulated.body)).toEqual(shapeOf(real.body));
    expect(shapeOf(claimsOf(emulated))).toEqual(shapeOf(claimsOf(real)));
  });

  it("warns about an unknown field in the same words", async () => {
    const call = tokenFor({ colour: "red" });
    expect((await callEmulated(call)).warning).toBe((await callReal(call)).warning);
  });

  it.each([DISCOVERY, JWKS])("serves %s with the same headers and members", async (path) => {
    const call = { method: "GET", path, headers: ADMIN };
    const [emulated, real] = [await callEmulated(call), await callReal(call)];
    expect({ ...emulated, body: shapeOf(emulated.body) }).toEqual({ ...real, body: shapeOf(real.body) });
  });
});

function callerOf(url: string, fetch: Ports["fetch"]): (call: Call) => Promise<Answer> {
  return async ({ method = "POST", path = TOKEN, headers = JSON_BODY, body }) => {
    const init = {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && { body }),
    } as const;
    const response = await fetch(url + path, init);
    const text = await response.text();
    const contentType = response.headers.get("content-type");
    return {
      status: response.status,
      contentType,
      cacheControl: response.headers.get("cache-control"),
      warning: response.headers.get("warning"),
      body: contentType?.includes("json") ? JSON.parse(text) : text,
    };
  };
}

function claimsOf({ body }: Answer): unknown {
  return decodeJwt((body as { status: { token: string } }).status.token);
}

/** Replaces values by their types, and removes the member that the emulator leaves out on purpose. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  const members = Object.entries(value).filter(([name]) => name !== "managedFields");
  return Object.fromEntries(members.map(([name, member]) => [name, shapeOf(member)]));
}

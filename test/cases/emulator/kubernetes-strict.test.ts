import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { type EmulatedAws, emulateAws, PAIR } from "./emulated-aws.ts";
import { callKubernetes, readStatus, statusOf, TOKEN_PATH } from "./kubernetes-api.ts";

const POD_UID = "11111111-2222-4333-8444-555555555555";
const AUTHORIZATION = { authorization: "Bearer podkey-emulator-administrator" };
const JWKS = "/openid/v1/jwks";

function emulateStrictly(): EmulatedAws {
  const aws = emulateAws({ strictKubernetes: true });
  const { namespace, serviceAccount } = PAIR;
  const objects = [
    { kind: "ServiceAccount", namespace, name: serviceAccount },
    { kind: "Pod", namespace, name: "cart-1", serviceAccount, uid: POD_UID, nodeName: "node-1" },
    { kind: "Pod", namespace, name: "other-1", serviceAccount: "other" },
    { kind: "Node", name: "node-1" },
    { kind: "Secret", namespace, name: "cart-token" },
  ] as const;
  for (const object of objects) aws.emulator.addKubernetesObject("demo", object);
  return aws;
}

function requestToken(aws: EmulatedAws, boundObjectRef?: unknown, path?: string): Promise<Response> {
  const body = { spec: { boundObjectRef } };
  return callKubernetes({ aws, headers: AUTHORIZATION, body, ...(path !== undefined && { path }) });
}

function bound(kind: string, name: string, uid?: string): unknown {
  return { apiVersion: "v1", kind, name, uid };
}

describe("a strict API server", () => {
  test("issues a token for a known account, bound to its pod and the pod's node", async () => {
    const aws = emulateStrictly();
    const response = await requestToken(aws, bound("Pod", "cart-1", POD_UID));
    expect(response.status).toBe(201);
    const { status } = (await response.json()) as { status: { token: string } };
    expect(decodeJwt(status.token)["kubernetes.io"]).toMatchObject({
      pod: { name: "cart-1", uid: POD_UID },
      node: { name: "node-1", uid: expect.any(String) },
    });
  });

  test("omits the node's uid if it does not know the node", async () => {
    const aws = emulateStrictly();
    aws.emulator.removeKubernetesObject("demo", { kind: "Node", name: "node-1" });
    const response = await requestToken(aws, bound("Pod", "cart-1"));
    const { status } = (await response.json()) as { status: { token: string } };
    expect(decodeJwt(status.token)["kubernetes.io"]).toMatchObject({ node: { name: "node-1" } });
    expect(JSON.stringify(decodeJwt(status.token))).not.toContain('"node":{"name":"node-1","uid"');
  });

  test("binds to a known Secret and Node", async () => {
    for (const reference of [bound("Secret", "cart-token"), bound("Node", "node-1")]) {
      expect((await requestToken(emulateStrictly(), reference)).status).toBe(201);
    }
  });

  test.each([
    ["namespaces", "bank", TOKEN_PATH.replace("shop", "bank"), undefined],
    ["serviceaccounts", "nope", TOKEN_PATH.replace("cart", "nope"), undefined],
    ["pods", "nope", TOKEN_PATH, bound("Pod", "nope")],
    ["secrets", "nope", TOKEN_PATH, bound("Secret", "nope")],
    ["nodes", "nope", TOKEN_PATH, bound("Node", "nope")],
  ])("answers NotFound for unknown %s", async (kind, name, path, reference) => {
    const response = await requestToken(emulateStrictly(), reference, path);
    expect(await response.json()).toEqual(
      statusOf(404, "NotFound", `${kind} "${name}" not found`, { name, kind }),
    );
  });

  test("answers NotFound for a deleted pod", async () => {
    const aws = emulateStrictly();
    aws.emulator.removeKubernetesObject("demo", { kind: "Pod", namespace: "shop", name: "cart-1" });
    expect((await requestToken(aws, bound("Pod", "cart-1"))).status).toBe(404);
  });

  test("answers Conflict for another uid of the pod", async () => {
    const uid = "99999999-2222-4333-8444-555555555555";
    const response = await requestToken(emulateStrictly(), bound("Pod", "cart-1", uid));
    expect(await response.json()).toEqual(
      statusOf(
        409,
        "Conflict",
        `Operation cannot be fulfilled on Pod "cart-1": the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
        { name: "cart-1", kind: "Pod" },
      ),
    );
  });

  test("answers BadRequest for a pod of another service account", async () => {
    const response = await requestToken(emulateStrictly(), bound("Pod", "other-1"));
    const message =
      'cannot bind token for serviceaccount "cart" to pod running with different serviceaccount name.';
    expect(await response.json()).toEqual(statusOf(400, "BadRequest", message));
  });

  test("answers Forbidden to a request without authorization", async () => {
    const aws = emulateStrictly();
    expect(await (await callKubernetes({ aws })).json()).toEqual(
      statusOf(
        403,
        "Forbidden",
        'serviceaccounts "cart" is forbidden: User "system:anonymous" cannot create resource "serviceaccounts/token" in API group "" in the namespace "shop"',
        { name: "cart", kind: "serviceaccounts" },
      ),
    );
    expect(await (await callKubernetes({ aws, method: "GET", path: JWKS })).json()).toEqual(
      statusOf(403, "Forbidden", `forbidden: User "system:anonymous" cannot get path "${JWKS}"`, {}),
    );
  });

  test.each([
    "Bearer nothing",
    "Bearer ",
    "Basic bmFtZQ==",
    "NoBearer podkey-emulator-administrator",
    "Bearer podkey-emulator-administrator more",
  ])("answers Unauthorized to the authorization %j without repeating it", async (authorization) => {
    const headers = { authorization };
    const response = await callKubernetes({ aws: emulateStrictly(), headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(statusOf(401, "Unauthorized", "Unauthorized"));
  });

  test("lets a service account read the keys, and create no tokens", async () => {
    const aws = emulateStrictly();
    const issuer = decodeJwt(await aws.emulator.issueToken({ clusterName: "demo", ...PAIR })).iss ?? "";
    const token = await aws.emulator.issueToken({ clusterName: "demo", ...PAIR, audience: issuer });
    const headers = { authorization: `Bearer ${token}` };
    expect((await callKubernetes({ aws, method: "GET", path: JWKS, headers })).status).toBe(200);
    const refused = await readStatus(await callKubernetes({ aws, headers }));
    expect(refused).toMatchObject({
      httpStatus: 403,
      message: expect.stringContaining('User "system:serviceaccount:shop:cart"'),
    });
  });

  test("refuses a service account's token for another audience", async () => {
    const aws = emulateStrictly();
    const token = await aws.emulator.issueToken({ clusterName: "demo", ...PAIR });
    const headers = { authorization: `Bearer ${token}` };
    expect((await callKubernetes({ aws, method: "GET", path: JWKS, headers })).status).toBe(401);
  });
});

describe("a lenient API server", () => {
  test("omits the node of a pod that runs on none", async () => {
    const aws = emulateAws();
    const pod = { kind: "Pod", namespace: "shop", name: "cart-1", serviceAccount: "cart" } as const;
    aws.emulator.addKubernetesObject("demo", pod);
    const response = await callKubernetes({
      aws,
      body: { spec: { boundObjectRef: bound("Pod", "cart-1") } },
    });
    const { status } = (await response.json()) as { status: { token: string } };
    expect(decodeJwt(status.token)["kubernetes.io"]).not.toHaveProperty("node");
  });

  test("uses the uid and the node of a known pod", async () => {
    const aws = emulateAws();
    const pod = { kind: "Pod", namespace: "shop", name: "cart-1", uid: POD_UID, nodeName: "node-1" } as const;
    aws.emulator.addKubernetesObject("demo", { ...pod, serviceAccount: "cart" });
    const response = await callKubernetes({
      aws,
      body: { spec: { boundObjectRef: bound("Pod", "cart-1") } },
    });
    const { status } = (await response.json()) as { status: { token: string } };
    expect(decodeJwt(status.token)["kubernetes.io"]).toMatchObject({
      pod: { name: "cart-1", uid: POD_UID },
      node: { name: "node-1" },
    });
  });
});

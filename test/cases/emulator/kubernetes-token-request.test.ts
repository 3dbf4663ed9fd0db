import { decodeJwt, type JSONWebKeySet } from "jose";
import { describe, expect, test } from "vitest";
import { emulateAws } from "./emulated-aws.ts";
import { callKubernetes, statusOf, TOKEN_PATH } from "./kubernetes-api.ts";

const POD = {
  apiVersion: "v1",
  kind: "Pod",
  name: "cart-1",
  uid: "11111111-2222-4333-8444-555555555555",
};

async function kubernetesClaim(boundObjectRef: unknown): Promise<unknown> {
  const response = await callKubernetes({ body: { spec: { boundObjectRef } } });
  const { status } = (await response.json()) as { status: { token: string } };
  return decodeJwt(status.token)["kubernetes.io"];
}

describe("the Kubernetes TokenRequest", () => {
  test("returns a token that is bound to the pod of the request", async () => {
    const response = await callKubernetes({
      body: {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { audiences: ["pods.eks.amazonaws.com"], expirationSeconds: 600, boundObjectRef: POD },
      },
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("no-cache, private");
    const body = (await response.json()) as { metadata: { uid: string }; status: { token: string } };
    expect(body).toEqual({
      kind: "TokenRequest",
      apiVersion: "authentication.k8s.io/v1",
      metadata: {
        name: "cart",
        namespace: "shop",
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        creationTimestamp: "2015-08-30T12:36:00Z",
      },
      spec: { audiences: ["pods.eks.amazonaws.com"], expirationSeconds: 600, boundObjectRef: POD },
      status: { token: expect.any(String), expirationTimestamp: "2015-08-30T12:46:00Z" },
    });
    expect(decodeJwt(body.status.token)["kubernetes.io"]).toEqual({
      namespace: "shop",
      pod: { name: "cart-1", uid: POD.uid },
      serviceaccount: { name: "cart", uid: body.metadata.uid },
    });
  });

  test("binds a token to a Secret or a Node with the uid of the request", async () => {
    const uid = "99999999-2222-4333-8444-555555555555";
    const secret = { apiVersion: "v1", kind: "Secret", name: "cart-token", uid };
    expect(await kubernetesClaim(secret)).toMatchObject({ secret: { name: "cart-token", uid } });
    const node = { apiVersion: "v1", kind: "Node", name: "node-1", uid };
    expect(await kubernetesClaim(node)).toMatchObject({ node: { name: "node-1", uid } });
  });

  test("returns a token for one hour and for the API server by default", async () => {
    const body = (await (await callKubernetes()).json()) as {
      spec: { audiences: string[]; expirationSeconds: number };
      status: { token: string };
    };
    expect(body.spec.expirationSeconds).toBe(3600);
    expect(body.spec.audiences).toEqual([decodeJwt(body.status.token).iss]);
    expect(decodeJwt(body.status.token)["kubernetes.io"]).not.toHaveProperty("pod");
  });

  test("warns about unknown fields, and refuses them with fieldValidation=Strict", async () => {
    const body = { spec: { colour: "red", boundObjectRef: { ...POD, size: 1 } }, extra: 1 };
    const lenient = await callKubernetes({ body });
    expect(lenient.status).toBe(201);
    expect(lenient.headers.get("warning")).toBe(
      '299 - "unknown field \\"extra\\"", 299 - "unknown field \\"spec.colour\\"", 299 - "unknown field \\"spec.boundObjectRef.size\\""',
    );
    const silent = await callKubernetes({ body, path: `${TOKEN_PATH}?fieldValidation=Ignore` });
    expect([silent.status, silent.headers.get("warning")]).toEqual([201, null]);
    const strict = await callKubernetes({ body, path: `${TOKEN_PATH}?fieldValidation=Strict` });
    expect(await strict.json()).toEqual(
      statusOf(
        400,
        "BadRequest",
        expect.stringContaining('strict decoding error: unknown field "extra", unknown field "spec.colour"'),
      ),
    );
  });

  test("is served at the cluster's endpoint", async () => {
    const aws = emulateAws();
    const { cluster } = (await (await aws.call("eks", "/clusters/demo")).json()) as {
      cluster: { endpoint: string };
    };
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", body: "{}", headers };
    const response = await aws.emulator.fetch(cluster.endpoint + TOKEN_PATH, init);
    expect(response.status).toBe(201);
    const keys = await aws.emulator.fetch(`${cluster.endpoint}/openid/v1/jwks`);
    expect(((await keys.json()) as JSONWebKeySet).keys).toHaveLength(1);
  });
});

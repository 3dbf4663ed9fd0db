import { describe, expect, it } from "vitest";
import { podOf, readClaims } from "../../../src/tokens/service-account-token.ts";
import { readToken } from "../../../src/tokens/token-source.ts";
import { untyped } from "../../support/bad-input.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";
import { POD_CLAIMS, unsignedToken } from "../../support/unsigned-token.ts";

const CLAIMS = {
  iss: "https://issuer.example.com",
  sub: "",
  aud: ["pods.eks.amazonaws.com"],
  exp: 1_772_409_600,
};
const KUBERNETES = { namespace: "shop", serviceaccount: { name: "checkout", uid: "f1e2d3c4" } };

function read(claims: Record<string, unknown>) {
  return readClaims({ token: unsignedToken(claims), source: "/var/token" });
}

describe("the claims of a service-account token", () => {
  it("are read under their names on the wire, with a single audience as a list", () => {
    expect(read({ aud: "sts.amazonaws.com" })).toEqual({ ...POD_CLAIMS, aud: ["sts.amazonaws.com"] });
  });

  it.each([
    ["iss", { iss: 5 }],
    ["sub", { sub: undefined }],
    ["aud", { aud: [5] }],
    ["aud", { aud: undefined }],
    ["exp", { exp: "1772409600" }],
    ["iat", { iat: "now" }],
    ["nbf", { nbf: "now" }],
    ["kubernetes.io.namespace", { "kubernetes.io": { ...KUBERNETES, namespace: undefined } }],
    ["kubernetes.io.serviceaccount", { "kubernetes.io": { namespace: "shop" } }],
    [
      "kubernetes.io.serviceaccount.name",
      { "kubernetes.io": { ...KUBERNETES, serviceaccount: { uid: "u" } } },
    ],
    [
      "kubernetes.io.serviceaccount.uid",
      { "kubernetes.io": { ...KUBERNETES, serviceaccount: { name: "n" } } },
    ],
    ["kubernetes.io.pod.name", { "kubernetes.io": { ...KUBERNETES, pod: { uid: "u" } } }],
    ["kubernetes.io.pod.uid", { "kubernetes.io": { ...KUBERNETES, pod: { name: "n" } } }],
    ["kubernetes.io.node.name", { "kubernetes.io": { ...KUBERNETES, node: { uid: "u" } } }],
  ])("are refused by name for a faulty %s", async (path, claims) => {
    const error = await errorOf((async () => read(claims))(), "INVALID_TOKEN");
    expect(error.message).toContain(path);
    expect(error.source).toBe("/var/token");
  });

  it.each(["", "a.b", "not a token", `${unsignedToken()}.x`])(
    "are refused if %j is not a JWT",
    async (token) => {
      const error = await errorOf(
        (async () => readClaims({ token, source: "/var/token" }))(),
        "INVALID_TOKEN",
      );
      expect(error.message).toContain("is not a JWT");
    },
  );

  it("may lack the pod, the node, the node's UID and all of Kubernetes", () => {
    const node = { name: "node-1" };
    expect(read({ "kubernetes.io": { ...KUBERNETES, node } })["kubernetes.io"]).toEqual({
      ...KUBERNETES,
      node,
    });
    expect(read({ "kubernetes.io": undefined })["kubernetes.io"]).toBeUndefined();
  });
});

describe("the pod of a token", () => {
  it("is named by the subject and by the claims of Kubernetes", () => {
    const sub = "system:serviceaccount:shop:checkout";
    const pod = { name: "checkout-0", uid: "a1b2c3d4" };
    expect(podOf({ ...CLAIMS, sub, "kubernetes.io": { ...KUBERNETES, pod } })).toEqual({
      namespace: "shop",
      serviceAccount: "checkout",
      podName: "checkout-0",
      podUid: "a1b2c3d4",
    });
    expect(podOf({ ...CLAIMS, sub })).toEqual({ namespace: "shop", serviceAccount: "checkout" });
  });

  it.each([
    "",
    "system:node:node-1",
    "system:serviceaccount:shop",
    "system:serviceaccount:shop:",
    "system:serviceaccount::checkout",
    "system:serviceaccount:shop:checkout:more",
    "a system:serviceaccount:shop:checkout",
  ])("is unknown for the subject %j", (sub) => {
    expect(podOf({ ...CLAIMS, sub })).toBeUndefined();
  });
});

describe("a token", () => {
  const SOURCE = { provider: "fromEksAuth", fileVariable: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" };
  const ports = fakeRuntime({ files: { "/token": "token-of-/token\n" } }).ports;

  it("is trimmed, and read again from its function each time", async () => {
    let reads = 0;
    const token = () => {
      reads += 1;
      return ` token-${reads}\n`;
    };
    const first = await readToken({ ...SOURCE, token }, ports);
    const second = await readToken({ ...SOURCE, token }, ports);
    expect([first.token, second.token]).toEqual(["token-1", "token-2"]);
  });

  it.each([
    ["a number", 5, "is number instead of text"],
    ["nothing", undefined, "is undefined instead of text"],
    ["an absent header", null, "is null instead of text: check the header or the variable"],
    ["an empty text", "", "is empty"],
    ["blanks", " \n", "is empty"],
  ])("that is %s is refused", async (_, value, problem) => {
    const token = () => value as string;
    const error = await errorOf(readToken({ ...SOURCE, token }, ports), "INVALID_TOKEN");
    expect(error.message).toContain(`the token from fromEksAuth({ token }) ${problem}`);
  });

  it("that is null instead of a function is refused as null", async () => {
    const token = untyped<string>(null);
    const error = await errorOf(readToken({ ...SOURCE, token }, ports), "INVALID_TOKEN");
    expect(error.message).toContain("is null instead of text");
  });

  it("is preferred to a token file", async () => {
    const both = { ...SOURCE, token: "given", tokenFile: "/token" };
    expect(await readToken(both, ports)).toEqual({ token: "given", source: "fromEksAuth({ token })" });
    expect(await readToken({ ...SOURCE, tokenFile: "/token" }, ports)).toEqual({
      token: "token-of-/token",
      source: "/token",
    });
  });

  it.each([undefined, ""])(
    "is not configured with the token file %j, and the error names provider and variable",
    async (tokenFile) => {
      const error = await errorOf(readToken({ ...SOURCE, tokenFile }, ports), "NOT_CONFIGURED");
      expect(error.message).toBe(
        "fromEksAuth is not configured: AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is not set, and no token was given",
      );
    },
  );

  it("cannot be read from a file that does not exist, and the error says so", async () => {
    const error = await errorOf(readToken({ ...SOURCE, tokenFile: "/absent" }, ports), "INVALID_TOKEN");
    expect(error.message).toMatch(
      /^the token from \/absent could not be read: there is no such file: check /,
    );
  });
});

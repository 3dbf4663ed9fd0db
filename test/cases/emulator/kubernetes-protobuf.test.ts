import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { callKubernetes, readStatus } from "./kubernetes-api.ts";

const PROTOBUF = "application/vnd.kubernetes.protobuf";
// What `kubectl create token` accepts. The emulator answers with JSON.
const HEADERS = { "content-type": PROTOBUF, accept: `${PROTOBUF},application/json` };
// `kubectl create token --duration 60s`, as kubectl 1.36 sent it.
const SIXTY_SECONDS =
  "6b3873000a280a1861757468656e7469636174696f6e2e6b38732e696f2f7631120c546f6b656e52657175657374121c" +
  "0a100a0012001a0022002a003200380042001202203c1a040a0012001a002200";

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

// A field with the wire type 2: text, or the bytes of a message.
function field(number: number, content: string | readonly number[]): number[] {
  const bytes = typeof content === "string" ? [...new TextEncoder().encode(content)] : content;
  return [(number << 3) | 2, ...varint(BigInt(bytes.length)), ...bytes];
}

function varint(value: bigint): number[] {
  const unsigned = BigInt.asUintN(64, value);
  if (unsigned < 0x80n) return [Number(unsigned)];
  return [Number(unsigned & 0x7fn) | 0x80, ...varint(unsigned >> 7n)];
}

function requestBytes(spec: readonly number[], metadata: readonly number[] = []): Uint8Array<ArrayBuffer> {
  const type = [...field(1, "authentication.k8s.io/v1"), ...field(2, "TokenRequest")];
  const raw = [...field(1, metadata), ...field(2, spec)];
  return Uint8Array.from([0x6b, 0x38, 0x73, 0, ...field(1, type), ...field(2, raw)]);
}

describe("a TokenRequest in protobuf", () => {
  test("is read from the bytes that kubectl sends", async () => {
    const response = await callKubernetes({ body: bytesOf(SIXTY_SECONDS), headers: HEADERS });
    expect(await readStatus(response)).toMatchObject({
      httpStatus: 422,
      message:
        'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
    });
  });

  test("gets the token that the same request in JSON gets", async () => {
    const reference = [...field(1, "Pod"), ...field(2, "v1"), ...field(3, "cart-1"), ...field(4, "uid-1")];
    const audiences = [...field(1, "pods.eks.amazonaws.com"), ...field(1, "sts.amazonaws.com")];
    const spec = [...audiences, ...field(3, reference), 0x20, ...varint(7200n)];
    const response = await callKubernetes({ body: requestBytes(spec), headers: HEADERS });
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toBe("application/json");
    const { status, spec: answered } = (await response.json()) as {
      status: { token: string };
      spec: unknown;
    };
    expect(answered).toEqual({
      audiences: ["pods.eks.amazonaws.com", "sts.amazonaws.com"],
      expirationSeconds: 7200,
      boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "cart-1", uid: "uid-1" },
    });
    expect(decodeJwt(status.token)).toMatchObject({
      aud: ["pods.eks.amazonaws.com", "sts.amazonaws.com"],
      "kubernetes.io": { pod: { name: "cart-1", uid: "uid-1" } },
    });
  });

  test("may name its service account and namespace, and no other", async () => {
    const own = [...field(1, "cart"), ...field(3, "shop")];
    const accepted = await callKubernetes({ body: requestBytes([], own), headers: HEADERS });
    expect(accepted.status).toBe(201);
    const other = await callKubernetes({ body: requestBytes([], field(1, "other")), headers: HEADERS });
    expect(other.status).toBe(422);
  });

  test("has a signed lifetime", async () => {
    const body = requestBytes([0x20, ...varint(-1n)]);
    const status = await readStatus(await callKubernetes({ body, headers: HEADERS }));
    expect(status.message).toContain("Invalid value: -1:");
  });

  test.each([
    ["JSON", [...new TextEncoder().encode("{}")], "expected prefix [107 56 115 0]"],
    ["no bytes", [], "expected prefix [107 56 115 0]"],
    ["a truncated message", [0x6b, 0x38, 0x73, 0, 0x0a, 0x28, 0x0a], "unexpected EOF"],
    [
      "text that is shorter than its length",
      [0x6b, 0x38, 0x73, 0, 0x0a, 5, 0x12, 9, 84, 111, 107],
      "unexpected EOF",
    ],
    ["an endless number", [0x6b, 0x38, 0x73, 0, ...Array<number>(11).fill(0xff)], "integer overflow"],
    ["a wire type of groups", [0x6b, 0x38, 0x73, 0, 0x0b], "illegal wireType"],
  ])("is refused as %s with BadRequest", async (_name, bytes, reason) => {
    const response = await callKubernetes({ body: Uint8Array.from(bytes), headers: HEADERS });
    const status = await readStatus(response);
    expect(status).toMatchObject({ httpStatus: 400, reason: "BadRequest" });
    expect(status.message).toContain(reason);
  });
});

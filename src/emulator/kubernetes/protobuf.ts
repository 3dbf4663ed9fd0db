import type { JsonObject } from "../wire/json-input.ts";

type Field = readonly [number: number, value: bigint | Uint8Array];

const MAGIC = [0x6b, 0x38, 0x73, 0x00];

/**
 * Reads a TokenRequest in Kubernetes' protobuf encoding, which `kubectl create token` sends, as its JSON form. Throws an
 * `Error` for other bytes.
 */
export function readProtobufTokenRequest(bytes: Uint8Array): JsonObject {
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new Error("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
  }
  const envelope = readFields(bytes.subarray(MAGIC.length));
  const type = messageIn(envelope, 1);
  const request = messageIn(envelope, 2);
  return {
    apiVersion: textIn(type, 1),
    kind: textIn(type, 2),
    metadata: readMetadata(messageIn(request, 1)),
    spec: readSpec(messageIn(request, 2)),
  };
}

function readMetadata(metadata: readonly Field[]): JsonObject {
  return { name: textIn(metadata, 1), namespace: textIn(metadata, 3) };
}

function readSpec(spec: readonly Field[]): JsonObject {
  const seconds = valuesIn(spec, 4).at(-1);
  const bound = messageIn(spec, 3);
  const reference = { kind: 1, apiVersion: 2, name: 3, uid: 4 };
  return {
    audiences: valuesIn(spec, 1).map(decodeText),
    expirationSeconds: typeof seconds === "bigint" ? Number(BigInt.asIntN(64, seconds)) : undefined,
    boundObjectRef:
      bound.length === 0
        ? undefined
        : Object.fromEntries(Object.entries(reference).map(([name, field]) => [name, textIn(bound, field)])),
  };
}

function valuesIn(message: readonly Field[], field: number): (bigint | Uint8Array)[] {
  return message.filter(([number]) => number === field).map(([, value]) => value);
}

function messageIn(message: readonly Field[], field: number): Field[] {
  const value = valuesIn(message, field).at(-1);
  return value instanceof Uint8Array ? readFields(value) : [];
}

function textIn(message: readonly Field[], field: number): string | undefined {
  const value = valuesIn(message, field).at(-1);
  return value === undefined || value.valueOf() === 0n ? undefined : decodeText(value) || undefined;
}

function decodeText(value: bigint | Uint8Array): string {
  if (typeof value === "bigint") throw new Error("illegal wireType");
  return new TextDecoder("utf-8", { fatal: true }).decode(value);
}

function readFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    at = tag.end;
    const field = Number(tag.value >> 3n);
    const wireType = Number(tag.value & 7n);
    if (wireType !== 0 && wireType !== 2) throw new Error("illegal wireType");
    const { value, end } = readVarint(bytes, at);
    at = end;
    if (wireType === 0) {
      fields.push([field, value]);
      continue;
    }
    const length = Number(value);
    if (length > bytes.length - at) throw new Error("unexpected EOF");
    fields.push([field, bytes.subarray(at, at + length)]);
    at += length;
  }
  return fields;
}

function readVarint(bytes: Uint8Array, start: number): { value: bigint; end: number } {
  let value = 0n;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) throw new Error("unexpected EOF");
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  throw new Error("integer overflow");
}

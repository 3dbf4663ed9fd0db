// Independent of src/signing on purpose: a verifier that shared code with podkey's signer would accept the signer's errors.
import type { QueryParameter } from "../wire/incoming-request.ts";

/** The parts of a request that a signature covers. */
export interface SignedParts {
  readonly method: string;
  /** The path as sent, percent-encoded once. */
  readonly path: string;
  readonly query: readonly QueryParameter[];
  /** The signed headers, with lower-case names. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payloadHash: string;
}

/** Builds the canonical request of Signature Version 4, as every service but S3 does. */
export function canonicalRequest(parts: SignedParts): string {
  const headers = [...parts.headers];
  headers.sort(([left], [right]) => byteOrder(left, right));
  return [
    parts.method,
    canonicalPath(parts.path),
    canonicalQuery(parts.query),
    ...headers.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, " ")}`),
    "",
    headers.map(([name]) => name).join(";"),
    parts.payloadHash,
  ].join("\n");
}

function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(uriEncode(segment));
  }
  if (kept.length === 0) return "/";
  return `/${kept.join("/")}${path.endsWith("/") ? "/" : ""}`;
}

function canonicalQuery(query: readonly QueryParameter[]): string {
  const encoded = query.map(([name, value]) => [uriEncode(name), uriEncode(value)] as const);
  encoded.sort((left, right) => byteOrder(left[0], right[0]) || byteOrder(left[1], right[1]));
  return encoded.map(([name, value]) => `${name}=${value}`).join("&");
}

function uriEncode(text: string): string {
  const encoded = encodeURIComponent(text);
  return encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function byteOrder(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

// Independent of src/signing on purpose: a verifier that shared code with podkey's signer would accept the signer's errors.
import { percentDecode, type QueryParameter } from "../wire/incoming-request.ts";

/** The parts of a request that a signature covers. */
export interface SignedParts {
  readonly method: string;
  /** The path as sent, percent-encoded once. */
  readonly path: string;
  readonly query: readonly QueryParameter[];
  /** The signed headers, with lower-case names. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payloadHash: string;
  /** Whether the path is encoded as S3 does: once, and with all segments as they are. Default: false. */
  readonly isS3?: boolean;
}

/** Builds the canonical request of Signature Version 4. */
export function canonicalRequest(parts: SignedParts): string {
  const headers = [...parts.headers];
  headers.sort(([left], [right]) => byteOrder(left, right));
  return [
    parts.method,
    parts.isS3 ? canonicalPathOfS3(parts.path) : canonicalPath(parts.path),
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

// S3 takes a `+` in a path as a space, and `%2F` as a slash.
function canonicalPathOfS3(path: string): string {
  return percentDecode(path.replaceAll("+", "%20")).split("/").map(uriEncode).join("/");
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

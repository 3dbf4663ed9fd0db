import { hex, utf8 } from "../../lib/bytes.ts";
import type { IncomingRequest } from "../wire/incoming-request.ts";
import { hmac, sha256Hex } from "../wire/platform.ts";
import type { Principal } from "../world/principals.ts";
import { canonicalRequest, type SignedParts } from "./canonical-request.ts";
import {
  checkScope,
  checkSession,
  checkSignedHeaders,
  checkTime,
  type Verification,
} from "./check-presented.ts";
import { signatureError } from "./errors.ts";
import { type PresentedSignature, readPresentedSignature } from "./presented-signature.ts";
import { statedHashOfS3 } from "./s3-body.ts";

type SignedHeaders = SignedParts["headers"];

/** Each one doubles the work for a wrong signature. */
const MAX_REPEATED_HEADERS = 3;

/**
 * Verifies the Signature Version 4 of a request and returns the principal that signed it. Throws an `AwsError` with
 * AWS's code and text if the signature is refused.
 */
export async function verifySignature(
  request: IncomingRequest,
  verification: Verification,
): Promise<Principal> {
  const presented = readPresentedSignature(request, verification.protocol);
  checkSignedHeaders(request.headers, presented, verification.protocol);
  const principal = verification.findPrincipal(presented.accessKeyId);
  if (principal === undefined) throw signatureError(verification.protocol, "unknownKey");
  checkScope(presented, verification);
  checkTime(presented, verification);
  checkSession(presented, principal, verification);
  for (const headers of possibleHeaders(request, presented.signedHeaders)) {
    const expected = await expectedSignature(request, presented, principal, { headers, ...verification });
    if (expected === presented.signature) return principal;
  }
  throw signatureError(verification.protocol, "mismatch");
}

/**
 * Yields the headers as they may have been signed. `Headers` joins the values of a repeated header with ", ", and AWS
 * signs them joined with ",". The original form is lost, so both are tried for each such header.
 */
function* possibleHeaders(request: IncomingRequest, names: readonly string[]): Generator<SignedHeaders> {
  const headers = names.map((name) => [name, headerValue(request, name)] as const);
  const joined = headers.filter(([, value]) => value.includes(", ")).slice(0, MAX_REPEATED_HEADERS);
  for (let choice = 0; choice < 2 ** joined.length; choice++) {
    const repeated = new Set(joined.filter((_header, index) => choice & (1 << index)));
    yield headers.map((header) =>
      repeated.has(header) ? [header[0], header[1].replaceAll(", ", ",")] : header,
    );
  }
}

async function expectedSignature(
  request: IncomingRequest,
  presented: PresentedSignature,
  principal: Principal,
  { headers, signingKeys, protocol }: Verification & { readonly headers: SignedHeaders },
): Promise<string> {
  const isS3 = protocol === "s3";
  const presigned = presented.expiresSeconds !== undefined;
  const canonical = canonicalRequest({
    method: request.method,
    path: request.path,
    query: presigned ? request.query.filter(([name]) => name !== "X-Amz-Signature") : request.query,
    headers,
    payloadHash: isS3 ? statedHashOfS3(request, presigned) : await payloadHash(request),
    isS3,
  });
  const scope = [presented.scopeDate, presented.region, presented.service];
  const stringToSign = [
    "AWS4-HMAC-SHA256",
    presented.timestamp,
    [...scope, "aws4_request"].join("/"),
    await sha256Hex(utf8(canonical)),
  ].join("\n");
  const key = await signingKeys.derive(principal.secretAccessKey, principal.accessKeyId, scope);
  return hex(await hmac(key, stringToSign));
}

// A Request object that was never sent lacks the headers that an HTTP client adds.
function headerValue(request: IncomingRequest, name: string): string {
  if (name === "host") return request.host;
  const value = request.headers.get(name);
  if (value === null && name === "content-length") return String(request.body.length);
  return value ?? "";
}

// If the header states another hash than the body's, "" makes the signature differ. That includes `UNSIGNED-PAYLOAD`,
// which no service but S3 accepts.
async function payloadHash(request: IncomingRequest): Promise<string> {
  const stated = request.headers.get("x-amz-content-sha256");
  const actual = await sha256Hex(request.body);
  return stated === null || stated === actual ? actual : "";
}

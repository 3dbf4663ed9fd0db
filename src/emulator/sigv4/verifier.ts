import { hex, utf8 } from "../../lib/bytes.ts";
import type { IncomingRequest } from "../wire/incoming-request.ts";
import { hmac, sha256Hex } from "../wire/platform.ts";
import type { Principal, SigningKeys } from "../world/principals.ts";
import { canonicalRequest, type SignedParts } from "./canonical-request.ts";
import { type Protocol, signatureError } from "./errors.ts";
import {
  basicTimestamp,
  basicTimestampMs,
  type PresentedSignature,
  readPresentedSignature,
} from "./presented-signature.ts";

type SignedHeaders = SignedParts["headers"];

const MAX_SKEW_MS = 300_000;
/** Each one doubles the work for a wrong signature. */
const MAX_REPEATED_HEADERS = 3;

/** The called service, its time and its keys. */
export interface Verification {
  readonly protocol: Protocol;
  readonly service: string;
  readonly region: string;
  /** The server's time, in milliseconds since the epoch. */
  readonly nowMs: number;
  readonly signingKeys: SigningKeys;
  readonly findPrincipal: (accessKeyId: string) => Principal | undefined;
}

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

function checkSignedHeaders(headers: Headers, presented: PresentedSignature, protocol: Protocol): void {
  const unsigned = [...headers.keys()].find(
    (name) => name.startsWith("x-amz-") && !presented.signedHeaders.includes(name),
  );
  if (!presented.signedHeaders.includes("host")) {
    const text = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
    throw signatureError(protocol, "mismatch", text);
  }
  if (presented.signedHeaders.some((name, index, names) => index > 0 && name <= (names[index - 1] ?? ""))) {
    throw signatureError(protocol, "mismatch", "'SignedHeaders' must be in alphabetical order.");
  }
  if (unsigned !== undefined) {
    const text = `'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`;
    throw signatureError(protocol, "mismatch", text);
  }
}

function checkScope(presented: PresentedSignature, { protocol, region, service }: Verification): void {
  const complaints: string[] = [];
  if (presented.region !== region) complaints.push("Credential should be scoped to a valid region.");
  if (presented.service !== service) {
    complaints.push(`Credential should be scoped to correct service: '${service}'.`);
  }
  const day = presented.timestamp.slice(0, 8);
  if (presented.scopeDate !== day) {
    complaints.push(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: " +
        `'${presented.scopeDate}' != '${day}', from '${presented.timestamp}'.`,
    );
  }
  if (complaints.length > 0) throw signatureError(protocol, "mismatch", complaints.join(" "));
}

function checkTime(presented: PresentedSignature, { protocol, nowMs }: Verification): void {
  const { timestamp, expiresSeconds } = presented;
  const signedAtMs = basicTimestampMs(timestamp);
  const now = basicTimestamp(nowMs);
  if (Number.isNaN(signedAtMs)) {
    throw signatureError(
      protocol,
      "incomplete",
      `Date must be in ISO-8601 'basic format'. Got '${timestamp}'.`,
    );
  }
  if (signedAtMs > nowMs + MAX_SKEW_MS) {
    const text = `Signature not yet current: ${timestamp} is still later than ${basicTimestamp(nowMs + MAX_SKEW_MS)} (${now} + 5 min.)`;
    throw signatureError(protocol, "mismatch", text);
  }
  if (expiresSeconds !== undefined) {
    const end = signedAtMs + expiresSeconds * 1000;
    if (nowMs <= end) return;
    throw signatureError(
      protocol,
      "mismatch",
      `Signature expired: ${basicTimestamp(end)} is now earlier than ${now}`,
    );
  }
  if (signedAtMs < nowMs - MAX_SKEW_MS) {
    const text = `Signature expired: ${timestamp} is now earlier than ${basicTimestamp(nowMs - MAX_SKEW_MS)} (${now} - 5 min.)`;
    throw signatureError(protocol, "mismatch", text);
  }
}

function checkSession(presented: PresentedSignature, principal: Principal, verification: Verification): void {
  const { protocol, nowMs } = verification;
  if (presented.sessionToken !== principal.sessionToken) throw signatureError(protocol, "unknownKey");
  if (principal.session !== undefined && principal.session.expiresAtMs <= nowMs) {
    throw signatureError(protocol, "expiredSession");
  }
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
  { headers, signingKeys }: { readonly headers: SignedHeaders; readonly signingKeys: SigningKeys },
): Promise<string> {
  const presigned = presented.expiresSeconds !== undefined;
  const canonical = canonicalRequest({
    method: request.method,
    path: request.path,
    query: presigned ? request.query.filter(([name]) => name !== "X-Amz-Signature") : request.query,
    headers,
    payloadHash: await payloadHash(request),
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

import { AwsV4Signer } from "aws4fetch";
import type { AwsCredentials } from "../aws/credentials.ts";
import { ConfigurationError } from "../errors/errors.ts";
import { type Bytes, hex } from "../lib/bytes.ts";
import type { Digest, HeadersInput, OutgoingRequest } from "../ports.ts";
import { signableUrl, sortHeaders, spacesAsPercent20 } from "./signable-request.ts";
import { signingKey } from "./signing-key.ts";

/** A request before it is signed. The URL is absolute and already percent-encoded where it must be. */
export interface UnsignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: HeadersInput;
  readonly body?: string | Bytes;
}

/** What to sign with and for. Nothing is guessed from the host. */
export interface SigningContext {
  readonly credentials: AwsCredentials;
  /** The signing name, as `eks` or `sts`. */
  readonly service: string;
  readonly region: string;
  /** The time of the signature, in milliseconds since the epoch. */
  readonly nowMs: number;
  readonly digest: Digest;
}

/** What `signatureOf` computes over: aws4fetch decides what is signed, podkey's digest port does the hashing. */
type SigningPlan = Pick<
  AwsV4Signer,
  | "method"
  | "url"
  | "headers"
  | "encodedPath"
  | "encodedSearch"
  | "canonicalHeaders"
  | "signedHeaders"
  | "datetime"
  | "credentialString"
>;

const ALGORITHM = "AWS4-HMAC-SHA256";
const HEADER_SAFE = /^[\x21-\x7e]+$/;
/** Stands for the hash of a body that is not signed, as S3 takes it. */
export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Signs a request with AWS Signature Version 4 in its `Authorization` header. Content-type is signed; headers that
 * proxies rewrite are sent but not signed. An `x-amz-content-sha256` header stands for the body's hash. Send the answer as it stands: to change
 * any part of it breaks the signature.
 */
export async function signHeaders(
  request: UnsignedRequest,
  context: SigningContext,
): Promise<OutgoingRequest> {
  const { signed, unsigned } = sortHeaders(request.headers ?? {});
  const plan = planSignature(request, signed, context, false);
  const signature = await signatureOf(plan, await payloadHash(plan, request.body, context), context);
  const credential = `${context.credentials.accessKeyId}/${plan.credentialString}`;
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${plan.signedHeaders}, Signature=${signature}`;
  return {
    method: plan.method,
    url: plan.url.href,
    headers: { ...unsigned, ...Object.fromEntries(plan.headers), authorization },
    ...(request.body !== undefined && { body: request.body }),
  };
}

/** Signs a request in its query string. The given headers are signed too and must be sent along. */
export async function signQuery(request: UnsignedRequest, context: SigningContext): Promise<string> {
  const { signed } = sortHeaders(request.headers ?? {});
  const plan = planSignature(request, signed, context, true);
  // Who has a URL of S3 may send any body with it.
  const hash = context.service === "s3" ? UNSIGNED_PAYLOAD : await payloadHash(plan, request.body, context);
  const signature = await signatureOf(plan, hash, context);
  plan.url.searchParams.set("X-Amz-Signature", signature);
  return spacesAsPercent20(plan.url).href;
}

function planSignature(
  { method, url, body }: UnsignedRequest,
  headers: Record<string, string>,
  { credentials, service, region, nowMs }: SigningContext,
  signInQuery: boolean,
): SigningPlan {
  // aws4fetch would guess a missing one from the host, wrongly for every `*.api.aws`.
  if (!service) throw missing("service");
  if (!region) throw missing("region");
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  // The error of a header that cannot be sent quotes it.
  if (!accessKeyId || !HEADER_SAFE.test(accessKeyId)) throw unsendable("accessKeyId");
  if (!secretAccessKey) throw unsendable("secretAccessKey");
  if (sessionToken && !HEADER_SAFE.test(sessionToken)) throw unsendable("sessionToken");
  return new AwsV4Signer({
    method: method.toUpperCase(),
    url: signableUrl(url).href,
    headers,
    ...(body !== undefined && { body }),
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    service,
    region,
    datetime: basicTime(nowMs),
    signQuery: signInQuery,
    allHeaders: true,
  });
}

async function signatureOf(
  plan: SigningPlan,
  hash: string,
  { credentials, service, region, digest }: SigningContext,
): Promise<string> {
  const canonicalRequest = [
    plan.method,
    plan.encodedPath,
    plan.encodedSearch,
    `${plan.canonicalHeaders}\n`,
    plan.signedHeaders,
    hash,
  ].join("\n");
  const requestHash = await digest.sha256Hex(canonicalRequest);
  const stringToSign = [ALGORITHM, plan.datetime, plan.credentialString, requestHash].join("\n");
  const key = await signingKey(credentials, { date: plan.datetime.slice(0, 8), region, service }, digest);
  return hex(await digest.hmacSha256(key, stringToSign));
}

async function payloadHash(
  { headers }: SigningPlan,
  body: string | Bytes | undefined,
  { digest }: SigningContext,
): Promise<string> {
  const stated = headers.get("x-amz-content-sha256");
  if (stated !== null) return stated;
  if (body === undefined || body.length === 0) return EMPTY_SHA256;
  return digest.sha256Hex(body);
}

/** As `20261122T093000Z`. */
function basicTime(timeMs: number): string {
  const [date = "", time = ""] = new Date(timeMs).toISOString().split("T");
  return `${date.replaceAll("-", "")}T${time.slice(0, 8).replaceAll(":", "")}Z`;
}

function missing(setting: string): ConfigurationError {
  return new ConfigurationError({
    setting,
    message: `a SigV4 signature needs the ${setting} stated: it is never guessed from the host`,
  });
}

function unsendable(setting: string): ConfigurationError {
  return new ConfigurationError({
    setting,
    message: `${setting} is empty or holds a line break, a space or another character that it never has`,
  });
}

import { AwsV4Signer } from "aws4fetch";
import type { AwsCredentials } from "../aws/credentials.ts";
import { ConfigurationError } from "../errors/errors.ts";
import { type Bytes, hex } from "../lib/bytes.ts";
import { isVisibleAscii } from "../lib/header-value.ts";
import type { Digest, HeadersInput, OutgoingRequest } from "../ports.ts";
import { signableUrl, sortHeaders, spacesAsPercent20 } from "./signable-request.ts";
import { signingKey } from "./signing-key.ts";

/** A request before it is signed. */
export interface UnsignedRequest {
  /** The HTTP method, in any case. */
  readonly method: string;
  /** An absolute URL, already percent-encoded. */
  readonly url: string;
  /** Headers to send. Default: none. */
  readonly headers?: HeadersInput;
  /** The body, as text (sent as UTF-8) or bytes. Default: none. */
  readonly body?: string | Bytes;
}

/** What to sign with, and what the signature is valid for. Nothing is guessed from the host. */
export interface SigningContext {
  /** The credentials that sign. */
  readonly credentials: AwsCredentials;
  /** The service's signing name, for example `eks` or `sts`. */
  readonly service: string;
  /** The region's name, for example `us-west-2`. */
  readonly region: string;
  /** The time of the signature, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** Computes the hashes, for example `nodePorts().digest`. */
  readonly digest: Digest;
}

/** The parts of aws4fetch's signer that podkey uses: aws4fetch canonicalises, and the digest port hashes. */
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

/** The signing names of S3. Its signatures encode paths once, and take a body without a hash. */
const S3_NAMES = /^s3(express|-object-lambda|-outposts)?$/;
const ALGORITHM = "AWS4-HMAC-SHA256";
/** Stands in for the hash of a body that is not signed. S3 accepts it, most other services do not. */
export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Whether a service signs as S3 does. */
export function isS3(service: string): boolean {
  return S3_NAMES.test(service);
}

/**
 * Signs a request with AWS Signature Version 4 in its `Authorization` header. `content-type` is signed; headers that
 * proxies rewrite are sent but not signed. If there is an `x-amz-content-sha256` header, its value is signed as the hash of
 * the body. Send the result unchanged: any change breaks the signature. Throws `CONFIGURATION` for unusable credentials, a
 * missing service or region, and `INVALID_REQUEST` for a URL or headers that cannot be sent.
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

/** Signs a request in its query string. The given headers are signed too, and must be sent with the URL. */
export async function signQuery(request: UnsignedRequest, context: SigningContext): Promise<string> {
  const { signed } = sortHeaders(request.headers ?? {});
  const plan = planSignature(request, signed, context, true);
  // S3 takes any body with a presigned URL.
  const hash = isS3(context.service) ? UNSIGNED_PAYLOAD : await payloadHash(plan, request.body, context);
  const signature = await signatureOf(plan, hash, context);
  plan.url.searchParams.set("X-Amz-Signature", signature);
  return spacesAsPercent20(plan.url).href;
}

function planSignature(
  { method, url }: UnsignedRequest,
  headers: Record<string, string>,
  { credentials, service, region, nowMs }: SigningContext,
  signInQuery: boolean,
): SigningPlan {
  // aws4fetch would guess a missing one from the host, and guesses wrong for every `*.api.aws`.
  if (!service) throw missing("service");
  if (!region) throw missing("region");
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  // Runtimes quote an unsendable header in their error.
  if (!accessKeyId || !isVisibleAscii(accessKeyId)) throw unsendable("accessKeyId");
  if (!secretAccessKey) throw unsendable("secretAccessKey");
  if (sessionToken && !isVisibleAscii(sessionToken)) throw unsendable("sessionToken");
  return new AwsV4Signer({
    method: method.toUpperCase(),
    url: signableUrl(url).href,
    headers,
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
    canonicalPath(plan, service),
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

/** Encodes the path. aws4fetch knows the rules of S3 under the name `s3` only. */
function canonicalPath({ url, encodedPath, datetime }: SigningPlan, service: string): string {
  if (service === "s3" || !isS3(service)) return encodedPath;
  const keys = { accessKeyId: "", secretAccessKey: "" };
  return new AwsV4Signer({ ...keys, url: url.href, service: "s3", region: "any", datetime }).encodedPath;
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

/** Writes a time as `20261122T093000Z`. */
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
    message: `${setting} is empty or holds a line break, a space or another character that no key has`,
  });
}

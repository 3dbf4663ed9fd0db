import { AwsV4Signer } from "aws4fetch";
import { ConfigurationError } from "../errors/errors.ts";
import type { Bytes } from "../lib/bytes.ts";
import type { HeadersInput, OutgoingRequest } from "../ports.ts";
import { signableUrl, sortHeaders, spacesAsPercent20 } from "./signable-request.ts";
import {
  authorizationOf,
  basicTime,
  type CanonicalRequest,
  checkKeys,
  payloadHashOf,
  type SigningContext,
  signatureOf,
} from "./signature.ts";

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
>;

/** The signing names of S3. Its signatures encode paths once, and take a body without a hash. */
const S3_NAMES = /^s3(express|-object-lambda|-outposts)?$/;
/** Stands in for the hash of a body that is not signed. S3 accepts it, most other services do not. */
export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

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
  const signature = await signatureOf(canonicalRequest(plan, request.body, context), context);
  const authorization = authorizationOf(signature, plan.signedHeaders, context);
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
  const canonical = canonicalRequest(plan, request.body, context);
  // S3 takes any body with a presigned URL.
  const payloadHash = isS3(context.service) ? UNSIGNED_PAYLOAD : canonical.payloadHash;
  const signature = await signatureOf({ ...canonical, payloadHash }, context);
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
  checkKeys(credentials);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
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

function canonicalRequest(
  plan: SigningPlan,
  body: string | Bytes | undefined,
  { service, digest }: SigningContext,
): CanonicalRequest {
  return {
    method: plan.method,
    path: canonicalPath(plan, service),
    query: plan.encodedSearch,
    headers: `${plan.canonicalHeaders}\n`,
    signedHeaders: plan.signedHeaders,
    payloadHash: plan.headers.get("x-amz-content-sha256") ?? payloadHashOf(body, digest),
  };
}

/** Encodes the path. aws4fetch knows the rules of S3 under the name `s3` only. */
function canonicalPath({ url, encodedPath, datetime }: SigningPlan, service: string): string {
  if (service === "s3" || !isS3(service)) return encodedPath;
  const keys = { accessKeyId: "", secretAccessKey: "" };
  return new AwsV4Signer({ ...keys, url: url.href, service: "s3", region: "any", datetime }).encodedPath;
}

function missing(setting: string): ConfigurationError {
  return new ConfigurationError({
    setting,
    message: `a SigV4 signature needs the ${setting} stated: it is never guessed from the host`,
  });
}

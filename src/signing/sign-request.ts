import { AwsV4Signer } from "aws4fetch";
import { ConfigurationError } from "../errors/errors.ts";
import type { Bytes } from "../lib/bytes.ts";
import type { HeadersInput, OutgoingRequest } from "../ports.ts";
import { signableUrl, sortHeaders, spacesAsPercent20 } from "./signable-request.ts";
import {
  authorize,
  basicTime,
  checkKeys,
  PLAIN_PATH,
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

/** The signing names of S3. Its signatures encode paths once, and take a body without a hash. */
const S3_NAMES = /^s3(express|-object-lambda|-outposts)?$/;
/** Stands in for the hash of a body that is not signed. S3 accepts it, most other services do not. */
export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

const BODY_HASH = "x-amz-content-sha256";

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
  requireTarget(context);
  const { signed, unsigned } = sortHeaders(request.headers ?? {});
  if (context.service === "s3") signed[BODY_HASH] ??= UNSIGNED_PAYLOAD;
  const { body } = request;
  const method = request.method.toUpperCase();
  const url = signableUrl(request.url);
  const parts = { ...canonicalUrl(url, context), method, host: url.host, headers: signed, body };
  const headers = { ...unsigned, ...(await authorize(parts, context)) };
  return { method, url: url.href, headers, ...(body !== undefined && { body }) };
}

/** Signs a request in its query string. The given headers are signed too, and must be sent with the URL. */
export async function signQuery(request: UnsignedRequest, context: SigningContext): Promise<string> {
  const { credentials, service, digest } = context;
  requireTarget(context);
  checkKeys(credentials);
  const { signed: headers } = sortHeaders(request.headers ?? {});
  const { accessKeyId, sessionToken } = credentials;
  // aws4fetch adds the parameters of the signature.
  const signer = signerOf(signableUrl(request.url), context, {
    headers,
    accessKeyId,
    ...(sessionToken && { sessionToken }),
    signQuery: true,
    allHeaders: true,
  });
  // S3 takes any body with a presigned URL.
  const stated = isS3(service) ? UNSIGNED_PAYLOAD : headers[BODY_HASH];
  const canonical = {
    method: request.method.toUpperCase(),
    path: canonicalPath(signer, context),
    query: signer.encodedSearch,
    headers: `${signer.canonicalHeaders}\n`,
    signedHeaders: signer.signedHeaders,
    payloadHash: stated ?? payloadHashOf(request.body, digest),
  };
  signer.url.searchParams.set("X-Amz-Signature", await signatureOf(canonical, context));
  return spacesAsPercent20(signer.url).href;
}

/** Encodes path and query. Most URLs are canonical as they are; aws4fetch knows the rules for all others. */
function canonicalUrl(url: URL, context: SigningContext): { readonly path: string; readonly query: string } {
  const { pathname, search } = url;
  if (search === "" && PLAIN_PATH.test(pathname)) return { path: pathname, query: "" };
  const signer = signerOf(url, context);
  return { path: canonicalPath(signer, context), query: signer.encodedSearch };
}

/** Encodes the path. aws4fetch knows the rules of S3 under the name `s3` only. */
function canonicalPath({ url, encodedPath }: AwsV4Signer, context: SigningContext): string {
  const { service } = context;
  if (service === "s3" || !isS3(service)) return encodedPath;
  return signerOf(url, { ...context, service: "s3" }).encodedPath;
}

/** Makes aws4fetch's signer for the canonical form of a URL. It hashes nothing, so it gets no secret key. */
function signerOf(
  { href: url }: URL,
  { service, region, nowMs }: SigningContext,
  more?: Partial<ConstructorParameters<typeof AwsV4Signer>[0]>,
): AwsV4Signer {
  const keys = { accessKeyId: "", secretAccessKey: "" };
  return new AwsV4Signer({ ...keys, url, service, region, datetime: basicTime(nowMs), ...more });
}

function requireTarget({ service, region }: SigningContext): void {
  // aws4fetch would guess a missing one from the host, and guesses wrong for every `*.api.aws`.
  if (!service) throw missing("service");
  if (!region) throw missing("region");
}

function missing(setting: string): ConfigurationError {
  return new ConfigurationError({
    setting,
    message: `a SigV4 signature needs the ${setting} stated: it is never guessed from the host`,
  });
}

import { type Bytes, hex, utf8 } from "../../lib/bytes.ts";
import { AwsError } from "../wire/aws-error.ts";
import { type IncomingRequest, queryValue } from "../wire/incoming-request.ts";
import { hmac, sha256Hex } from "../wire/platform.ts";
import type { Principal, SigningKeys } from "../world/principals.ts";
import { type AwsChunkedBody, decodeAwsChunked } from "./aws-chunked.ts";
import { signatureError } from "./errors.ts";
import { readPresentedSignature } from "./presented-signature.ts";

const HASH_HEADER = "x-amz-content-sha256";
const SHA256 = /^[0-9a-f]{64}$/;
const UNSIGNED = "UNSIGNED-PAYLOAD";
const STREAMED_UNSIGNED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
/** Values for chunks that each have a signature. Those of SigV4A are refused with its algorithm. */
const STREAMED_SIGNED = ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"];

/**
 * Returns the payload hash that a request to S3 states, which its signature covers. A presigned URL need not state one, and
 * then has an unsigned payload. Throws an `AwsError` for a value that S3 does not accept.
 */
export function statedHashOfS3({ headers, query }: IncomingRequest, isPresigned: boolean): string {
  const stated = headers.get(HASH_HEADER) ?? (isPresigned ? statedInQuery({ query }) : undefined);
  if (stated === undefined) {
    if (isPresigned) return UNSIGNED;
    throw new AwsError("InvalidRequest", 400, `Missing required header for this request: ${HASH_HEADER}`);
  }
  const words = [UNSIGNED, STREAMED_UNSIGNED, ...STREAMED_SIGNED];
  if (SHA256.test(stated) || words.includes(stated)) return stated;
  const message = `${HASH_HEADER} must be ${words.join(", ")} or a valid sha256 value.`;
  throw new AwsError("InvalidArgument", 400, message);
}

function statedInQuery({ query }: Pick<IncomingRequest, "query">): string | undefined {
  return queryValue(query, "X-Amz-Content-Sha256") ?? queryValue(query, HASH_HEADER);
}

/**
 * Verifies the body of a request to S3 whose signature was verified, and joins its chunks. Checksums, in headers and after
 * the chunks, are not verified. Throws an `AwsError` if the body is not the one that was signed.
 */
export async function readBodyOfS3(
  request: IncomingRequest,
  principal: Principal,
  signingKeys: SigningKeys,
): Promise<AwsChunkedBody> {
  const presented = readPresentedSignature(request, "s3");
  const stated = statedHashOfS3(request, presented.expiresSeconds !== undefined);
  const plain = { body: request.body, trailers: [] };
  if (stated === UNSIGNED) return plain;
  if (SHA256.test(stated)) {
    if (stated === (await sha256Hex(request.body))) return plain;
    const message = `The provided '${HASH_HEADER}' header does not match what was computed.`;
    throw new AwsError("XAmzContentSHA256Mismatch", 400, message);
  }
  const decoded = decodeAwsChunked(request.body, STREAMED_SIGNED.includes(stated));
  checkLength(request.headers, decoded.body);
  checkTrailers(request.headers, decoded.trailers);
  const scope = [presented.scopeDate, presented.region, presented.service];
  const key = await signingKeys.derive(principal.secretAccessKey, principal.accessKeyId, scope);
  const place = [presented.timestamp, [...scope, "aws4_request"].join("/")];
  const emptyHash = await sha256Hex(utf8(""));
  let previous = presented.signature;
  for (const { kind, signature, content } of decoded.signed) {
    const hashes = kind === "PAYLOAD" ? [emptyHash] : [];
    const text = [`AWS4-HMAC-SHA256-${kind}`, ...place, previous, ...hashes, await sha256Hex(content)];
    previous = hex(await hmac(key, text.join("\n")));
    if (signature !== previous) throw signatureError("s3", "mismatch");
  }
  return decoded;
}

/** The signature covers the names of the trailers, so that none replaces a signed header. */
function checkTrailers(headers: Headers, trailers: AwsChunkedBody["trailers"]): void {
  const stated =
    headers
      .get("x-amz-trailer")
      ?.toLowerCase()
      .split(/\s*,\s*/) ?? [];
  if (trailers.every(([name]) => stated.includes(name))) return;
  const problem = "that was not well-formed or did not conform to our published schema.";
  throw new AwsError("MalformedTrailerError", 400, `The request contained trailing data ${problem}`);
}

function checkLength(headers: Headers, body: Bytes): void {
  const stated = headers.get("x-amz-decoded-content-length");
  if (stated === null) {
    throw new AwsError("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
  }
  if (Number(stated) === body.length) return;
  const message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
  throw new AwsError("IncompleteBody", 400, message);
}

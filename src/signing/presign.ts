import { CredentialsExpiredError, InvalidRequestError } from "../errors/errors.ts";
import { signableUrl } from "./signable-request.ts";
import { type SigningContext, signQuery, type UnsignedRequest } from "./sigv4.ts";

/** A URL that carries its own authorization until `expiresAt`. Whoever has it can use it: a secret. */
export interface PresignedUrl {
  readonly url: string;
  /** When AWS stops accepting it: the requested time, or earlier if the credentials end before it. */
  readonly expiresAt: Date;
}

/** Left by an earlier presigning; the others are set anew. */
const STALE_PARAMETERS = ["Security-Token", "Signature"];
const MAX_EXPIRES_IN_SECONDS = 604_800;

/**
 * Presigns a request: `X-Amz-Expires` and the answer state the *effective* expiry, because a URL dies with the
 * credentials that signed it. Throws `INVALID_REQUEST` for a lifetime other than 1 to 604,800 whole seconds, and
 * `CREDENTIALS_EXPIRED` if the credentials have less than a second left.
 */
export async function presignUrl(
  request: UnsignedRequest & { readonly expiresInSeconds: number },
  context: SigningContext,
): Promise<PresignedUrl> {
  const expiresInSeconds = effectiveSeconds(request.expiresInSeconds, context);
  const url = signableUrl(request.url);
  for (const parameter of STALE_PARAMETERS) url.searchParams.delete(`X-Amz-${parameter}`);
  url.searchParams.set("X-Amz-Expires", String(expiresInSeconds));
  const signed = await signQuery({ ...request, url: url.href }, context);
  return { url: signed, expiresAt: new Date(signedAtSeconds(context) * 1000 + expiresInSeconds * 1000) };
}

function effectiveSeconds(requested: number, context: SigningContext): number {
  if (!Number.isInteger(requested) || requested < 1 || requested > MAX_EXPIRES_IN_SECONDS) {
    throw new InvalidRequestError({
      operation: "a presigned URL",
      field: "expiresInSeconds",
      problem: `must be a whole number from 1 to ${MAX_EXPIRES_IN_SECONDS} (7 days)`,
    });
  }
  const { expiration } = context.credentials;
  if (!expiration) return requested;
  const left = Math.floor(expiration.getTime() / 1000 - signedAtSeconds(context));
  if (left >= 1) return Math.min(requested, left);
  throw new CredentialsExpiredError({
    expiration,
    message: `a URL was not presigned: the credentials expired at ${expiration.toISOString()}; get new ones first`,
  });
}

/** SigV4 dates have whole seconds, and the lifetime counts from there. */
function signedAtSeconds({ nowMs }: SigningContext): number {
  return Math.floor(nowMs / 1000);
}

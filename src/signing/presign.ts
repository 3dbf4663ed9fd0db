import { CredentialsExpiredError, InvalidRequestError } from "../errors/errors.ts";
import { signQuery, type UnsignedRequest } from "./sign-request.ts";
import { signableUrl } from "./signable-request.ts";
import type { SigningContext } from "./signature.ts";

/** A URL that carries its own authorization. */
export interface PresignedUrl {
  /** The signed URL. Secret: anyone who has it can use it until `expiresAt`. */
  readonly url: string;
  /** When AWS stops accepting it: the requested time, or earlier if the credentials end before it. */
  readonly expiresAt: Date;
}

/** Parameters of an earlier signature that the new one does not overwrite. */
const STALE_PARAMETERS = ["Security-Token", "Signature"];
const MAX_EXPIRES_IN_SECONDS = 604_800;

/**
 * Presigns a request. A URL expires no later than the credentials that signed it, so `X-Amz-Expires` and `expiresAt` state
 * the earlier of the two times. Throws `INVALID_REQUEST` if `expiresInSeconds` is not a whole number from 1 to 604,800, and
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

/** Rounds down to a whole second, as SigV4 dates are. `X-Amz-Expires` counts from there. */
function signedAtSeconds({ nowMs }: SigningContext): number {
  return Math.floor(nowMs / 1000);
}

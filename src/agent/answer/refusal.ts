import { isPodkeyError } from "../../errors/any-error.ts";

/** What an agent answers in place of credentials: the words of EKS Auth, or its own. */
export interface Refusal {
  readonly status: number;
  readonly awsCode: string;
  readonly message: string;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** Refuses a request. Ends at the edge of the agent, as an answer. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = "RefusedError";
    this.refusal = refusal;
  }
}

/** A token that cannot be meant for EKS Auth: no call is made for it. */
export function badToken(message: string): RefusedError {
  return new RefusedError({ status: 400, awsCode: "InvalidTokenException", message });
}

/** A token past its end: a client that reads its file anew has a newer one. */
export function expiredToken(): RefusedError {
  const message = "Service account token failed basic claim validations: it has expired; read its file anew";
  return new RefusedError({ status: 400, awsCode: "ExpiredTokenException", message });
}

/** What EKS Auth answers when the pod is to have no credentials, whatever is tried; the last three are STS's. */
const FINAL_CODES = new Set([
  "AccessDeniedException",
  "ExpiredTokenException",
  "InvalidTokenException",
  "ResourceNotFoundException",
  "AccessDenied",
  "InvalidIdentityToken",
  "IDPRejectedClaim",
]);

/** Whether no later exchange of the same token can succeed: what is kept for it must go. */
export function isFinal(error: unknown): boolean {
  if (error instanceof RefusedError) return FINAL_CODES.has(error.refusal.awsCode);
  if (!isPodkeyError(error) || error.code !== "SERVICE") return false;
  // With status 403 it is the agent's own credentials that EKS Auth refuses.
  const isOwnFault = error.service === "eks-auth" && error.status === 403;
  return !isOwnFault && FINAL_CODES.has(error.awsCode);
}

/** What to answer for an error, with nothing of a stranger's in it. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedError) return error.refusal;
  if (!isPodkeyError(error)) return internal("the exchange failed");
  switch (error.code) {
    case "SERVICE":
      return {
        status: error.status,
        awsCode: error.awsCode,
        message: error.awsMessage || "no message",
        requestId: error.requestId,
        retryAfterMs: error.retryAfterMs,
      };
    case "ABORTED":
      return unavailable("the exchange takes long and goes on; ask again");
    case "NETWORK":
    case "TIMEOUT":
      return unavailable(error.message);
    default:
      return internal(error.message);
  }
}

function unavailable(message: string): Refusal {
  return { status: 503, awsCode: "ServiceUnavailableException", message, retryAfterMs: 1000 };
}

function internal(message: string): Refusal {
  return { status: 500, awsCode: "InternalServerException", message };
}

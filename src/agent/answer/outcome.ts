import { isPodkeyError } from "../../errors/any-error.ts";
import { type Refusal, RefusedError } from "./refusal.ts";

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

import { isPodkeyError } from "../../errors/any-error.ts";
import type { ServiceError } from "../../errors/call-errors.ts";
import { DeadlineError } from "../../lib/deadline.ts";

/** What the agent sends instead of credentials: an error of EKS Auth, or one of its own. */
export interface Refusal {
  readonly status: number;
  readonly awsCode: string;
  readonly message: string;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** Refuses a request. It never leaves the agent: `createAnswer` turns it into a response. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.message, { cause });
    this.name = "RefusedError";
    this.refusal = refusal;
  }
}

/** Error codes after which no later exchange can succeed. The last three are STS's, the others EKS Auth's. */
const FINAL_CODES = new Set([
  "AccessDeniedException",
  "ExpiredTokenException",
  "InvalidTokenException",
  "ResourceNotFoundException",
  "AccessDenied",
  "InvalidIdentityToken",
  "IDPRejectedClaim",
]);

/** Makes the refusal of a token that EKS Auth could not accept, so that no call is made for it. */
export function badToken(message: string): RefusedError {
  return new RefusedError({ status: 400, awsCode: "InvalidTokenException", message });
}

/** Makes the refusal of an expired token. A client that reads its token file again has a newer one. */
export function expiredToken(): RefusedError {
  const message = "Service account token failed basic claim validations: it has expired; read its file again";
  return new RefusedError({ status: 400, awsCode: "ExpiredTokenException", message });
}

/** Makes the refusal of a request that may succeed after `retryAfterMs`. */
export function unavailable(message: string, retryAfterMs = 1000): RefusedError {
  return new RefusedError({ status: 503, awsCode: "ServiceUnavailableException", message, retryAfterMs });
}

/** Whether no later exchange of the same token can succeed, so that its cached credentials must be dropped. */
export function isFinal(error: unknown): boolean {
  if (error instanceof RefusedError) return FINAL_CODES.has(error.refusal.awsCode);
  if (!isPodkeyError(error) || error.code !== "SERVICE") return false;
  return !isOwnFault(error) && FINAL_CODES.has(error.awsCode);
}

/** Whether EKS Auth refused the agent's own credentials: then it answers 403, and for every fault of a token 400 or 404. */
export function isOwnFault(error: unknown): boolean {
  if (!isPodkeyError(error) || error.code !== "SERVICE") return false;
  return error.service === "eks-auth" && error.status === 403;
}

/** Converts an error to a refusal. Text of unknown errors is left out, because it may quote secrets. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedError) return error.refusal;
  if (error instanceof DeadlineError) return stillExchanging();
  if (!isPodkeyError(error)) return internal("the exchange failed");
  switch (error.code) {
    case "SERVICE":
      if (isOwnFault(error)) return refusedOwn(error);
      return {
        status: error.status,
        awsCode: error.awsCode,
        message: error.awsMessage || "no message",
        requestId: error.requestId,
        retryAfterMs: error.retryAfterMs,
      };
    case "NETWORK":
    case "TIMEOUT":
      return unavailable(error.message).refusal;
    default:
      return internal(error.message);
  }
}

/** Not the pod's fault: its SDK should try again. */
function refusedOwn({ awsCode, awsMessage, requestId }: ServiceError): Refusal {
  const message = `EKS Auth refuses the agent's own credentials, not the pod's token: ${awsCode}: ${awsMessage}`;
  return { ...unavailable(message).refusal, requestId };
}

function stillExchanging(): Refusal {
  return unavailable("the exchange takes long and goes on; ask again").refusal;
}

function internal(message: string): Refusal {
  return { status: 500, awsCode: "InternalServerException", message };
}

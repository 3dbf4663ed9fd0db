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

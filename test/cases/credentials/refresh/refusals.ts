import { NetworkError, ServiceError } from "../../../../src/errors/call-errors.ts";

const CONTEXT = { service: "container-credentials", operation: "GetCredentials" };

/** What a source answers with that is asked too often. */
export function throttled(retryAfterMs?: number): ServiceError {
  return refused(429, "ThrottlingException", { retryable: true, retryAfterMs });
}

/** What a source answers with. */
export function refused(
  status: number,
  awsCode: string,
  facts: {
    readonly service?: string;
    readonly retryable?: boolean;
    readonly retryAfterMs?: number | undefined;
  } = {},
): ServiceError {
  return new ServiceError({ ...CONTEXT, status, awsCode, awsMessage: "", retryable: false, ...facts });
}

/** A source that nobody listens for. */
export function unreachable(): NetworkError {
  return new NetworkError({
    ...CONTEXT,
    host: "169.254.170.23",
    networkCode: "ECONNREFUSED",
    retryable: true,
  });
}

import { NetworkError, ServiceError } from "../../../../src/errors/call-errors.ts";

const CONTEXT = { service: "container-credentials", operation: "GetCredentials" };

/** The answer of a source that is asked too often. */
export function throttled(retryAfterMs?: number): ServiceError {
  return refused(429, "ThrottlingException", { retryable: true, retryAfterMs });
}

/** An answer of a source that refuses. */
export function refused(
  status: number,
  awsCode: string,
  facts: {
    readonly service?: string;
    readonly retryable?: boolean;
    readonly throttled?: boolean;
    readonly retryAfterMs?: number | undefined;
  } = {},
): ServiceError {
  return new ServiceError({ ...CONTEXT, status, awsCode, awsMessage: "", retryable: false, ...facts });
}

/** The failure of a source that cannot be reached. */
export function unreachable(): NetworkError {
  return new NetworkError({
    ...CONTEXT,
    host: "169.254.170.23",
    networkCode: "ECONNREFUSED",
    retryable: true,
  });
}

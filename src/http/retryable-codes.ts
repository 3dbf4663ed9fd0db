const TRANSIENT_STATUSES = new Set([500, 502, 503, 504]);
const TRANSIENT_CODES = new Set(["RequestTimeout", "RequestTimeoutException"]);
const THROTTLING_CODES = new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

/** Classifies an error response of AWS by the AWS SDKs' standard retry mode. */
export function classify(status: number, awsCode: string): { throttled: boolean; retryable: boolean } {
  const throttled = status === 429 || THROTTLING_CODES.has(awsCode);
  const retryable = throttled || TRANSIENT_STATUSES.has(status) || TRANSIENT_CODES.has(awsCode);
  return { throttled, retryable };
}

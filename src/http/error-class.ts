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

/** Whether an answer asks for fewer calls. */
export function isThrottling(status: number, awsCode: string): boolean {
  return status === 429 || THROTTLING_CODES.has(awsCode);
}

/** Whether the same request may succeed if sent again, by the AWS SDKs' standard retry mode. */
export function isRetryable(status: number, awsCode: string): boolean {
  return TRANSIENT_STATUSES.has(status) || TRANSIENT_CODES.has(awsCode) || isThrottling(status, awsCode);
}

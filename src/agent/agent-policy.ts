import type { RefreshPolicy } from "../credentials/refresh/refresh-policy.ts";

const MINUTE_MS = 60_000;

/**
 * A client asks because its own credentials are about to end, botocore 15 minutes before and podkey up to 21: from then on it
 * waits here for new ones, below the second that the AWS SDK for JavaScript gives an agent. Whoever asked within the last 15
 * minutes is alive, and gets them renewed ahead; the others have left, or ask again.
 */
export function agentPolicy(maxCredentialRetentionMs: number): RefreshPolicy {
  return {
    advisoryMs: 40 * MINUTE_MS,
    advisoryShare: 1 / 2,
    mandatoryMs: 25 * MINUTE_MS,
    mandatoryShare: 1 / 3,
    maxAgeMs: maxCredentialRetentionMs || Infinity,
    patienceMs: 800,
    usedWithinMs: 15 * MINUTE_MS,
  };
}

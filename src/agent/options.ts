import type { RefreshPolicy } from "../credentials/refresh/thresholds.ts";
import { ConfigurationError } from "../errors/errors.ts";
import type { Ports } from "../ports.ts";
import type { AgentEvent } from "./answer/events.ts";
import type { TokenVerifier } from "./tokens/token-verifier.ts";
import type { UpstreamOptions } from "./upstream/eks-auth.ts";

/** How an agent gets credentials, whom it answers, and how much it keeps. */
export interface AgentOptions extends UpstreamOptions {
  /** Proves tokens here, so that credentials are kept by pod in place of token: see `createTokenVerifier`. */
  readonly verify?: TokenVerifier;
  /** The audience that a token must be for. Default `pods.eks.amazonaws.com`. */
  readonly audience?: string;
  /** Answers only requests that name one of `allowedHosts`. Default true. */
  readonly strictHost?: boolean;
  /** Default: 169.254.170.23 and fd00:ec2::23. */
  readonly allowedHosts?: readonly string[];
  /** How many pods' credentials are kept; 0 keeps none. Default 2,000. */
  readonly maxCacheSize?: number;
  /** Credentials older than this are renewed behind the next caller; 0 keeps none. Default 3 hours. */
  readonly maxCredentialRetentionMs?: number;
  /** Exchanges a second, renewals and retries included. Default 3. */
  readonly maxServiceQps?: number;
  /** Exchanges at once after a quiet time: the pods of a node that starts. Default 100. */
  readonly maxServiceBurst?: number;
  /** How long an exchange may wait for its turn; beyond it clients get 429. Default 30,000. */
  readonly maxWaitMs?: number;
  /** Default 8,192. */
  readonly maxTokenBytes?: number;
  /** How long one call to EKS Auth may take. Default 5,000. */
  readonly timeoutMs?: number;
  /** How long a client waits for an exchange before it is told to come again. Default 25,000. */
  readonly answerWithinMs?: number;
  readonly ports?: Partial<Ports>;
  readonly onEvent?: (event: AgentEvent) => void;
}

/** Options with every number decided. */
export type AgentLimits = Required<
  Pick<
    AgentOptions,
    | "maxCacheSize"
    | "maxCredentialRetentionMs"
    | "maxServiceQps"
    | "maxServiceBurst"
    | "maxWaitMs"
    | "maxTokenBytes"
    | "timeoutMs"
    | "answerWithinMs"
  >
>;

const DEFAULTS: AgentLimits = {
  maxCacheSize: 2000,
  maxCredentialRetentionMs: 10_800_000,
  maxServiceQps: 3,
  maxServiceBurst: 100,
  maxWaitMs: 30_000,
  maxTokenBytes: 8192,
  timeoutMs: 5000,
  answerWithinMs: 25_000,
};

/** Where 0 says something. */
const MAY_BE_ZERO = /^(maxCacheSize|maxCredentialRetentionMs|maxWaitMs)$/;

/** Completes the limits. Throws `CONFIGURATION` for a number that is none, negative, or 0 where that says nothing. */
export function agentLimits(options: AgentOptions): AgentLimits {
  const limits = { ...DEFAULTS };
  for (const setting of Object.keys(DEFAULTS) as (keyof AgentLimits)[]) {
    const value = options[setting] ?? DEFAULTS[setting];
    const isGood = Number.isFinite(value) && (value > 0 || (value === 0 && MAY_BE_ZERO.test(setting)));
    if (!isGood) {
      const message = `${setting} must be a number above 0, got ${String(value)}`;
      throw new ConfigurationError({ setting, message });
    }
    Object.assign(limits, { [setting]: value });
  }
  return limits;
}

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

import type { RefreshPolicy } from "../credentials/refresh/thresholds.ts";
import { ConfigurationError } from "../errors/errors.ts";
import type { Ports } from "../ports.ts";
import type { AgentEvent } from "./answer/events.ts";
import type { TokenVerifier } from "./tokens/token-verifier.ts";
import type { UpstreamOptions } from "./upstream/eks-auth.ts";

/** Options of `createAgent`: where credentials come from, which requests are answered, and the limits. */
export interface AgentOptions extends UpstreamOptions {
  /** Verifies tokens here, so that credentials are cached by pod instead of by token. See `createTokenVerifier`. Default: none. */
  readonly verify?: TokenVerifier;
  /** The audience that a token must have. Default: "pods.eks.amazonaws.com". */
  readonly audience?: string;
  /** Whether a request must name one of `allowedHosts` in its `Host` header. Default: true. */
  readonly strictHost?: boolean;
  /** Host names and addresses that a request may name, without port. Default: 169.254.170.23 and fd00:ec2::23. */
  readonly allowedHosts?: readonly string[];
  /** How many pods' credentials are cached; 0 caches none. Default: 2,000. */
  readonly maxCacheSize?: number;
  /** The age in milliseconds from which credentials are renewed behind the next request; 0 caches none. Default: 10,800,000 (3 hours). */
  readonly maxCredentialRetentionMs?: number;
  /** Exchanges per second, renewals and retries included. Default: 3. */
  readonly maxServiceQps?: number;
  /** Exchanges at once after a quiet time, for example when all pods of a node start. Default: 100. */
  readonly maxServiceBurst?: number;
  /** How long an exchange may wait for the rate limiter, in milliseconds; if it would be longer, the client gets 429. Default: 30,000. */
  readonly maxWaitMs?: number;
  /** The longest token that is read, in bytes. Default: 8,192. */
  readonly maxTokenBytes?: number;
  /** How long one call to EKS Auth may take, in milliseconds. Default: 5,000. */
  readonly timeoutMs?: number;
  /** How long a client waits for an exchange before it gets 503, in milliseconds; the exchange goes on. Default: 25,000. */
  readonly answerWithinMs?: number;
  /** What the runtime supplies. Default: web standards. */
  readonly ports?: Partial<Ports>;
  /** Receives events, without secrets. What it throws is ignored. */
  readonly onEvent?: (event: AgentEvent) => void;
}

/** The limits of an agent, defaults filled in. */
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

const MINUTE_MS = 60_000;

const DEFAULTS: AgentLimits = {
  maxCacheSize: 2000,
  maxCredentialRetentionMs: 180 * MINUTE_MS,
  maxServiceQps: 3,
  maxServiceBurst: 100,
  maxWaitMs: 30_000,
  maxTokenBytes: 8192,
  timeoutMs: 5000,
  answerWithinMs: 25_000,
};

/** The limits for which 0 has a meaning. */
const MAY_BE_ZERO = /^(maxCacheSize|maxCredentialRetentionMs|maxWaitMs)$/;

/** Fills in the limits. Throws `CONFIGURATION` if one is not a finite number, is negative, or is 0 without a meaning. */
export function agentLimits(options: AgentOptions): AgentLimits {
  const limits = { ...DEFAULTS };
  for (const setting of Object.keys(DEFAULTS) as (keyof AgentLimits)[]) {
    const value = options[setting] ?? DEFAULTS[setting];
    const isValid = Number.isFinite(value) && (value > 0 || (value === 0 && MAY_BE_ZERO.test(setting)));
    if (!isValid) {
      const message = `${setting} must be a number above 0, got ${String(value)}`;
      throw new ConfigurationError({ setting, message });
    }
    Object.assign(limits, { [setting]: value });
  }
  return limits;
}

/**
 * Makes the refresh policy of pods' credentials. Clients ask because their own copy is about to expire: botocore 15 minutes
 * before the end, podkey up to 21. In that time they wait for new credentials, for less than the one second that the AWS SDK
 * for JavaScript gives an agent. Credentials are renewed ahead of time only if their pod asked within the last 15 minutes.
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

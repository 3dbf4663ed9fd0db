import type { Pod } from "../../tokens/service-account-token.ts";

/** Why the cache dropped credentials: it was full, they expired, or the exchange refused them for good. */
export type EvictionReason = "full" | "expired" | "refused";

/** What an agent reports to `onEvent`. Never holds a secret. */
export type AgentEvent =
  | {
      /** The agent answered a request. */
      readonly type: "answer";
      /** The HTTP status. */
      readonly status: number;
      /** From the arrival of the request, in milliseconds. */
      readonly durationMs: number;
      /** Where the credentials came from; absent for an error. */
      readonly from?: "cache" | "exchange";
      /** The AWS error code; absent for credentials and for other paths. */
      readonly awsCode?: string;
      /** The request id of an error, EKS Auth's or the agent's own. */
      readonly requestId?: string;
      /** The pod that the token names; absent if the token was not read. */
      readonly pod?: Pod;
      /** The client's IP address; absent if the server does not pass it on. */
      readonly address?: string;
      /** The `Host` header that was refused; absent for an allowed one. */
      readonly host?: string;
    }
  | {
      /** The agent exchanged a token, for a client that waits or ahead of time. */
      readonly type: "exchange";
      /** The pod that the token names. */
      readonly pod: Pod;
      /** With retries and the wait for the rate limiter, in milliseconds. */
      readonly durationMs: number;
      /** The wait for the rate limiter within `durationMs`, in milliseconds. */
      readonly waitedMs: number;
      /** Whether credentials of the pod were cached already. */
      readonly isRenewal: boolean;
      /** When the new credentials expire. */
      readonly expiration?: Date;
    }
  | {
      /** An exchange failed. */
      readonly type: "exchange-failed";
      /** The pod that the token names. */
      readonly pod: Pod;
      /** With retries and the wait for the rate limiter, in milliseconds. */
      readonly durationMs: number;
      /** The wait for the rate limiter within `durationMs`, in milliseconds. */
      readonly waitedMs: number;
      /** Whether credentials of the pod were cached already. */
      readonly isRenewal: boolean;
      /** Whether the cached credentials stay in use. */
      readonly isRecoverable: boolean;
      /** What the exchange threw. */
      readonly error: unknown;
    }
  | {
      /** The cache dropped the credentials of a pod. */
      readonly type: "evict";
      /** The pod whose credentials were dropped. */
      readonly pod: Pod;
      /** Why. */
      readonly reason: EvictionReason;
    }
  | {
      /** The agent checked a token against the keys of the cluster. */
      readonly type: "verify";
      /** "no keys" if none could be fetched: the token is then neither verified nor refused. */
      readonly outcome: "verified" | "refused" | "no keys";
    };

/** What an agent holds at the moment. */
export interface AgentState {
  /** Pods whose credentials are cached; tokens, where the agent does not verify them. */
  readonly kept: number;
  /** Exchanges that wait for the rate limiter. */
  readonly waiting: number;
  /** When the first of the cached credentials expires, in milliseconds since the epoch; `undefined` without any. */
  readonly firstExpiryMs: number | undefined;
}

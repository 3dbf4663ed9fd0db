import type { Pod } from "../../tokens/pod.ts";

/** Why credentials are no longer kept. */
export type EvictionReason = "full" | "expired" | "refused";

/** What an agent tells its owner. Never holds a secret. */
export type AgentEvent =
  | {
      /** A request was answered. */
      readonly type: "answer";
      readonly status: number;
      readonly durationMs: number;
      /** Where the credentials came from; absent with an error. */
      readonly from?: "cache" | "exchange";
      /** The AWS code of an error. */
      readonly awsCode?: string;
      readonly requestId?: string;
      readonly pod?: Pod;
      /** The client's address, if the server tells it. */
      readonly address?: string;
    }
  | {
      /** A token was exchanged, for a client that waits or ahead of time. */
      readonly type: "exchange";
      readonly pod: Pod;
      readonly durationMs: number;
      /** How long it waited for its turn, within `durationMs`. */
      readonly waitedMs: number;
      readonly isRenewal: boolean;
      readonly expiration?: Date;
    }
  | {
      readonly type: "exchange-failed";
      readonly pod: Pod;
      readonly durationMs: number;
      readonly waitedMs: number;
      readonly isRenewal: boolean;
      /** Whether the credentials that are kept stay. */
      readonly isRecoverable: boolean;
      readonly error: unknown;
    }
  | { readonly type: "evict"; readonly pod: Pod; readonly reason: EvictionReason }
  | {
      /** A token was checked against the cluster's keys. */
      readonly type: "verify";
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

import type { AwsCredentials } from "../../aws/credentials.ts";
import type { Thresholds } from "./thresholds.ts";

/** The credentials in use. */
export interface Current {
  readonly credentials: AwsCredentials;
  /** When the source gave them. */
  readonly obtainedAtMs: number;
  readonly thresholds: Thresholds;
}

/** Why there are no newer credentials. */
export interface Failure {
  readonly error: unknown;
  /** Failures since the last success. */
  readonly count: number;
  readonly failedAtMs: number;
  /** Until here, callers who have nothing to work with get the error instead of another attempt. */
  readonly keptUntilMs: number;
  /** When a refresh that nobody waits for is tried again. */
  readonly retryAtMs: number;
}

/**
 * What a process knows of one identity: values only, never promises, so that on Workers many requests may share a state.
 */
export interface RefreshState {
  current: Current | undefined;
  failure: Failure | undefined;
  /** The key that AWS refused: a record that holds it will not do. */
  rejectedAccessKeyId: string | undefined;
  /** The number of the last renewal that began here. */
  begun: number;
  /** The number of the renewal that gave the current credentials: an earlier one that ends later changes nothing. */
  adopted: number;
  /** Until when nobody else need renew behind its callers; where promises are not shared, this number is. */
  renewingUntilMs: number;
  /** When somebody last asked. */
  usedAtMs: number;
  /** When the current credentials came. */
  refreshedAtMs: number;
}

/** A state that knows nothing yet. */
export function createRefreshState(): RefreshState {
  return {
    current: undefined,
    failure: undefined,
    rejectedAccessKeyId: undefined,
    begun: 0,
    adopted: 0,
    renewingUntilMs: 0,
    usedAtMs: 0,
    refreshedAtMs: 0,
  };
}

import type { AwsCredentials } from "../../aws/credentials.ts";
import type { Ports } from "../../ports.ts";
import type { Thresholds } from "./thresholds.ts";

/** The credentials in use. */
export interface Current {
  /** What callers get. */
  readonly credentials: AwsCredentials;
  /** When the source returned them, in milliseconds since the epoch. */
  readonly obtainedAtMs: number;
  /** The same moment on the monotonic clock. */
  readonly sinceMs: number;
  /** When this process received them, on the monotonic clock. */
  readonly receivedAtMs: number;
  /** From this time on the monotonic clock they count as too old to be fresh. */
  readonly tooOldAtMs: number;
  /** When they must be renewed. */
  readonly thresholds: Thresholds;
}

/** Why there are no newer credentials. All times are on the monotonic clock. */
export interface Failure {
  /** What the source threw. */
  readonly error: unknown;
  /** Failures since the last success. */
  readonly count: number;
  /** When the renewal failed. */
  readonly failedAtMs: number;
  /** Until this time, callers without usable credentials get the error instead of another attempt. */
  readonly keptUntilMs: number;
  /** When a renewal that no caller waits for is tried again. */
  readonly retryAtMs: number;
}

/** An access key that AWS refused. */
export interface RefusedKey {
  /** The id of the key. */
  readonly accessKeyId: string;
  /** Until this time on the monotonic clock the key is not fresh. */
  readonly untilMs: number;
}

/**
 * What a process knows of one identity. Holds values only, never promises, so that many requests of a Worker may share one
 * state. Times here and in `failure` are on the monotonic clock, so that a step of the wall clock neither holds a renewal back
 * nor keeps an error; `current` also has wall-clock times.
 */
export interface RefreshState {
  /** The credentials in use; `undefined` before the first renewal and after a refusal. */
  current: Current | undefined;
  /** The failure of the latest renewal; `undefined` after a success. */
  failure: Failure | undefined;
  /** The access keys that AWS refused, the latest last. */
  refusedKeys: readonly RefusedKey[];
  /** Whether AWS refused the latest credentials, and the source has returned no others since. */
  isRefused: boolean;
  /** The number of the latest renewal that began. */
  begun: number;
  /** The number of the renewal that gave the current credentials: an earlier one that ends later changes nothing. */
  adopted: number;
  /** While a renewal runs, other callers skip theirs until this time. A number, because Workers must not share promises. */
  renewingUntilMs: number;
  /** When a caller last asked for credentials. */
  usedAtMs: number;
  /** When the current credentials were adopted. */
  refreshedAtMs: number;
}

/** A revoked key never works again, but a refusal may be mistaken: after this time the key gets another chance. */
const REFUSED_KEPT_MS = 900_000;
const MAX_REFUSED_KEYS = 16;

/** Makes a state that knows nothing. */
export function createRefreshState(): RefreshState {
  return {
    current: undefined,
    failure: undefined,
    refusedKeys: [],
    isRefused: false,
    begun: 0,
    adopted: 0,
    renewingUntilMs: -Infinity,
    usedAtMs: -Infinity,
    refreshedAtMs: -Infinity,
  };
}

/**
 * Remembers that AWS refused a key, and drops the current credentials if they have it. Credentials that the source returned
 * although their key was refused stay: there are no better ones.
 */
export function refuseKey(state: RefreshState, accessKeyId: string, monotonicMs: number): void {
  const isCurrent = state.current?.credentials.accessKeyId === accessKeyId;
  if (isCurrent && state.isRefused) return;
  const others = state.refusedKeys.filter((refused) => refused.accessKeyId !== accessKeyId);
  const refused = { accessKeyId, untilMs: monotonicMs + REFUSED_KEPT_MS };
  state.refusedKeys = [...others, refused].slice(-MAX_REFUSED_KEYS);
  if (state.current && !isCurrent) return;
  state.current = undefined;
  state.isRefused = true;
}

/** Whether AWS refused a key a short time ago. */
export function isRefusedKey(
  { refusedKeys }: RefreshState,
  accessKeyId: string,
  monotonicMs: number,
): boolean {
  return refusedKeys.some((refused) => refused.accessKeyId === accessKeyId && monotonicMs < refused.untilMs);
}

/** Whether the credentials are no longer fresh, or missing. */
export function isOld({ current }: RefreshState, ports: Pick<Ports, "now" | "monotonic">): boolean {
  if (!current || ports.now() >= current.thresholds.advisoryAtMs) return true;
  // Most credentials have no greatest age: they are spared the second clock.
  return current.tooOldAtMs !== Infinity && ports.monotonic() >= current.tooOldAtMs;
}

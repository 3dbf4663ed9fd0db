import type { HeapEntry } from "../../lib/timer-heap.ts";
import type { Demand, RenewalParts } from "./renewal-parts.ts";
import { isOld } from "./state.ts";

/** An identity that can be renewed in the background. */
export interface Renewable extends Pick<RenewalParts, "state" | "ports" | "policy"> {
  /** Starts a renewal, or joins the one that runs. */
  start(demand: Demand): Promise<unknown>;
}

/** Runs tasks at their times. */
export interface Planner {
  /** Runs a task at its time of the wall clock. */
  at(task: Task): void;
  /** Runs a task at its time of the monotonic clock. */
  atMonotonic(task: Task): void;
  /** Takes back a task, if it is planned. */
  cancel(task: Task): void;
}

/** Something to run at a time. */
export interface Task extends HeapEntry {
  /** Called once the time has come. */
  run(): void;
}

const NO_DEMAND: Demand = { force: false, minTtlMs: 0 };

/** Renews the credentials of one identity in the background while they are in use. It is a task, planned once for each renewal. */
export class BackgroundRenewal implements Task {
  timeMs = 0;
  index = -1;
  readonly #planner: Planner;
  readonly #identity: Renewable;
  #isStopped = false;

  constructor(planner: Planner, identity: Renewable) {
    this.#planner = planner;
    this.#identity = identity;
  }

  /** Plans the next renewal by what the state holds now. */
  planNext(): void {
    this.#planner.cancel(this);
    if (this.#isStopped) return;
    const { state, ports } = this.#identity;
    const { current, failure } = state;
    const monotonicMs = ports.monotonic();
    if (!current || isOld(state, ports)) {
      this.#plan("atMonotonic", failure?.retryAtMs ?? monotonicMs);
      return;
    }
    const { tooOldAtMs, thresholds } = current;
    const isAgeFirst = tooOldAtMs - monotonicMs < thresholds.advisoryAtMs - ports.now();
    if (isAgeFirst) this.#plan("atMonotonic", tooOldAtMs);
    else if (thresholds.advisoryAtMs !== Infinity) this.#plan("at", thresholds.advisoryAtMs);
  }

  /** Ends the background renewals. A renewal that runs goes on. */
  stop(): void {
    this.#isStopped = true;
    this.#planner.cancel(this);
  }

  /** Renews if it is time. The task may come early, because the wall clock can step. */
  run(): void {
    if (!isDue(this.#identity)) this.planNext();
    else if (isInUse(this.#identity)) this.#identity.start(NO_DEMAND).catch(() => undefined);
  }

  #plan(clock: "at" | "atMonotonic", timeMs: number): void {
    this.timeMs = timeMs;
    this.#planner[clock](this);
  }
}

/** Whether it is time for a background renewal. */
function isDue({ state, ports }: Renewable): boolean {
  return isOld(state, ports) && ports.monotonic() >= (state.failure?.retryAtMs ?? -Infinity);
}

/**
 * Whether a caller needs the credentials. Valid ones are in use if a caller asked since they came. Expired ones are in use if a
 * caller asked since the last renewal failed. Unused identities are left to expire, so that they cost nothing.
 */
function isInUse({ state, ports, policy }: Renewable): boolean {
  const { current, failure, refreshedAtMs, usedAtMs } = state;
  const isAlive = current !== undefined && ports.now() < current.thresholds.expiresAtMs;
  const sinceMs = isAlive ? refreshedAtMs : Math.max(refreshedAtMs, failure?.failedAtMs ?? -Infinity);
  return usedAtMs > Math.max(sinceMs, ports.monotonic() - policy.usedWithinMs);
}

import { ServiceError } from "../../errors/call-errors.ts";
import type { Ports } from "../../ports.ts";

/** The rate of calls, and how long a call may wait. */
export interface RateLimiterOptions {
  readonly ports: Pick<Ports, "monotonic" | "runLater">;
  readonly ratePerSecond: number;
  /** How many calls may start at once after a quiet time. */
  readonly burst: number;
  /** A call that would wait longer is refused, in milliseconds. */
  readonly maxWaitMs: number;
}

interface Waiter {
  readonly sinceMs: number;
  readonly start: (waitedMs: number) => void;
}

const NO_ADDRESS = "";

/**
 * Starts calls at a rate (a token bucket). Calls of one client wait in order, and clients take turns: a client that floods the
 * agent delays itself. A call that would wait too long is refused at once.
 */
export class RateLimiter {
  readonly #options: RateLimiterOptions;
  /** The queue of each client. The order of the map is the order of the turns. */
  readonly #waiting = new Map<string, Waiter[]>();
  #tokens: number;
  #filledAtMs: number;
  #pausedUntilMs = -Infinity;
  #size = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(options: RateLimiterOptions) {
    this.#options = options;
    this.#tokens = options.burst;
    this.#filledAtMs = options.ports.monotonic();
  }

  /** How many calls wait. */
  get waiting(): number {
    return this.#size;
  }

  /** Waits for a turn, and returns the wait in milliseconds. Throws `SERVICE` with status 429 if it would be too long. */
  async take(client: string = NO_ADDRESS): Promise<number> {
    const nowMs = this.#options.ports.monotonic();
    this.#fill(nowMs);
    if (this.#size === 0 && this.#tokens >= 1 && nowMs >= this.#pausedUntilMs) {
      this.#tokens -= 1;
      return 0;
    }
    return this.#wait(client, nowMs);
  }

  /** Starts no call for `ms` milliseconds, and no burst after it. A shorter pause does not end a longer one. */
  pause(ms: number): void {
    const { ports } = this.#options;
    this.#tokens = Math.min(this.#tokens, 1);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, ports.monotonic() + ms);
    if (this.#size > 0) this.#arm(ports.monotonic());
  }

  #wait(client: string, nowMs: number): Promise<number> {
    const queue = this.#waiting.get(client) ?? [];
    const expectedMs = this.#expectedMs(queue.length, nowMs);
    if (expectedMs > this.#options.maxWaitMs) throw tooMany(this.#size, expectedMs);
    const waited = new Promise<number>((start) => {
      queue.push({ sinceMs: nowMs, start });
    });
    this.#waiting.set(client, queue);
    this.#size += 1;
    this.#arm(nowMs);
    return waited;
  }

  #startDue(): void {
    this.#cancelTimer = undefined;
    const nowMs = this.#options.ports.monotonic();
    this.#fill(nowMs);
    while (this.#tokens >= 1 && nowMs >= this.#pausedUntilMs) {
      const waiter = this.#next();
      if (!waiter) return;
      this.#tokens -= 1;
      waiter.start(nowMs - waiter.sinceMs);
    }
    if (this.#size > 0) this.#arm(nowMs);
  }

  /** Takes a call of the client whose turn it is, and moves the client to the end of the round. */
  #next(): Waiter | undefined {
    for (const [client, queue] of this.#waiting) {
      this.#waiting.delete(client);
      const waiter = queue.shift();
      if (queue.length > 0) this.#waiting.set(client, queue);
      this.#size -= 1;
      return waiter;
    }
    return undefined;
  }

  #arm(nowMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.ports.runLater(Math.ceil(this.#nextInMs(nowMs)), () =>
      this.#startDue(),
    );
  }

  #nextInMs(nowMs: number): number {
    const missing = Math.max(0, 1 - this.#tokens);
    return Math.max((missing * 1000) / this.#options.ratePerSecond, this.#pausedUntilMs - nowMs);
  }

  /** Adds the tokens since the last time. The time of a pause adds none. */
  #fill(nowMs: number): void {
    const { ratePerSecond, burst } = this.#options;
    const sinceMs = Math.max(this.#filledAtMs, this.#pausedUntilMs);
    const gained = (Math.max(0, nowMs - sinceMs) * ratePerSecond) / 1000;
    this.#tokens = Math.min(burst, this.#tokens + gained);
    this.#filledAtMs = nowMs;
  }

  /** Estimates the wait of a call behind `ahead` others of its client. Each round serves every client once. */
  #expectedMs(ahead: number, nowMs: number): number {
    const turns = Math.min(this.#size, (ahead + 1) * this.#waiting.size);
    return this.#nextInMs(nowMs) + (turns * 1000) / this.#options.ratePerSecond;
  }
}

function tooMany(waiting: number, expectedMs: number): ServiceError {
  return new ServiceError({
    service: "pod-identity-agent",
    operation: "GetCredentials",
    status: 429,
    awsCode: "TooManyRequestsException",
    awsMessage: `${waiting} exchanges are waiting for their turn; ask again later`,
    retryable: false,
    retryAfterMs: Math.ceil(expectedMs),
  });
}

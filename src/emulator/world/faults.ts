import type { Random } from "../wire/platform.ts";

/** The effect of a fault. */
export type FaultEffect =
  /**
   * Answers 429 `ThrottlingException`, or 400 `Throttling` for STS. `retryAfterMs` sets `x-amz-retry-after`,
   * `retryAfterSeconds` sets `Retry-After`.
   */
  | { readonly kind: "throttle"; readonly retryAfterMs?: number; readonly retryAfterSeconds?: number }
  /** Answers `status` (default: 500) with the service's own error (the default), an HTML page, or an empty body. */
  | { readonly kind: "serverError"; readonly status?: number; readonly body?: "error" | "html" | "empty" }
  /** Answers `status` (default: 503) with an HTML page, as a proxy or load balancer does. */
  | { readonly kind: "htmlError"; readonly status?: number }
  /** Answers with any error. `message` is the code by default. */
  | { readonly kind: "error"; readonly status: number; readonly code: string; readonly message?: string }
  /** Answers `status` (default: 307) with a `location`. The emulator does not follow it; `redirect: "error"` rejects. */
  | { readonly kind: "redirect"; readonly location: string; readonly status?: number }
  /** Delays the request by `latencyMs`, through the emulator's `sleep`. */
  | { readonly kind: "latency"; readonly latencyMs: number }
  /** Drops the connection before the operation. */
  | { readonly kind: "drop" }
  /** Drops the connection after the operation, before its response. */
  | { readonly kind: "lostReply" }
  /** Performs the operation and makes its response unreadable: truncated (the default), HTML, or empty. */
  | { readonly kind: "malformedBody"; readonly body?: "truncated" | "html" | "empty" }
  /**
   * Moves the server's clock by `skewMs`, for signatures and the `date` header. Lasts until `clearFaults` unless `times`
   * is given.
   */
  | { readonly kind: "clockSkew"; readonly skewMs: number };

/** The requests that a fault affects. */
export interface FaultScope {
  /** A service by its name in `Emulator.requests`, for example `eks`, or `s3` if it has a handler. Default: all. */
  readonly service?: string;
  /** The name of an operation, e.g. `CreatePodIdentityAssociation`, or `"*"` for all. Default: `"*"`. */
  readonly operation?: string;
  /** How many requests the fault affects. Default: 1; no limit if `probability` is given. */
  readonly times?: number;
  /** How many matching requests pass before the first is affected. Default: 0. */
  readonly skip?: number;
  /** The probability that a matching request is affected, 0 to 1. Default: 1. */
  readonly probability?: number;
}

/** The kinds of faults. */
export const FAULT_KINDS: readonly FaultEffect["kind"][] = [
  "throttle",
  "serverError",
  "htmlError",
  "error",
  "redirect",
  "latency",
  "drop",
  "lostReply",
  "malformedBody",
  "clockSkew",
];

/** A fault to inject: an effect and the requests that it affects. */
export type Fault = FaultScope & FaultEffect;

/** What a request is for. */
interface FaultTarget {
  readonly service: string;
  readonly operation: string | undefined;
}

interface ArmedFault {
  readonly fault: Fault;
  remaining: number;
  toSkip: number;
}

/** Holds the injected faults. A request gets any number of delays and skews, and at most one failure. */
export class Faults {
  #armed: ArmedFault[] = [];

  inject(fault: Fault): void {
    const endless = fault.probability !== undefined || fault.kind === "clockSkew";
    const remaining = fault.times ?? (endless ? Number.POSITIVE_INFINITY : 1);
    this.#armed.push({ fault, remaining, toSkip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** Returns the effects on one request, and counts that request against each fault. */
  take(target: FaultTarget, random: Random): FaultEffect[] {
    if (this.#armed.length === 0) return [];
    const effects: FaultEffect[] = [];
    let failed = false;
    for (const armed of this.#armed) {
      const { fault } = armed;
      const passing = fault.kind === "latency" || fault.kind === "clockSkew";
      if ((failed && !passing) || !hits(armed, target, random)) continue;
      armed.remaining--;
      failed ||= !passing;
      effects.push(fault);
    }
    this.#armed = this.#armed.filter(({ remaining }) => remaining > 0);
    return effects;
  }
}

function hits(armed: ArmedFault, target: FaultTarget, random: Random): boolean {
  const { service = target.service, operation = "*", probability } = armed.fault;
  if (service !== target.service || (operation !== "*" && operation !== target.operation)) return false;
  if (armed.toSkip > 0) {
    armed.toSkip--;
    return false;
  }
  return probability === undefined || random() < probability;
}

import type { Random } from "../wire/platform.ts";

/** What goes wrong. */
export type FaultEffect =
  /** 429 ThrottlingException, for STS 400 Throttling; with a hint in `x-amz-retry-after` or `Retry-After`. */
  | { readonly kind: "throttle"; readonly retryAfterMs?: number; readonly retryAfterSeconds?: number }
  /** 500 unless told, with the service's own error, an HTML page, or nothing for a body. */
  | { readonly kind: "serverError"; readonly status?: number; readonly body?: "error" | "html" | "empty" }
  /** An HTML page, as a proxy or load balancer gives it; 503 unless told. */
  | { readonly kind: "htmlError"; readonly status?: number }
  /** Any error by its wire code. */
  | { readonly kind: "error"; readonly status: number; readonly code: string; readonly message?: string }
  /** 307 unless told. In process it is not followed; `redirect: "error"` rejects, as `fetch` does. */
  | { readonly kind: "redirect"; readonly location: string; readonly status?: number }
  /** The answer comes late, through the emulator's `sleep`. */
  | { readonly kind: "latency"; readonly latencyMs: number }
  /** The connection ends before anything is done. */
  | { readonly kind: "drop" }
  /** The operation is carried out, and the connection ends before its answer. */
  | { readonly kind: "lostReply" }
  /** The operation is carried out, and its answer cannot be read. */
  | { readonly kind: "malformedBody"; readonly body?: "truncated" | "html" | "empty" }
  /** The server's clock is off: for signatures and the `date` header. Lasts until cleared unless `times` is given. */
  | { readonly kind: "clockSkew"; readonly skewMs: number };

/** When it goes wrong. */
export interface FaultScope {
  /** An operation by name, such as `CreatePodIdentityAssociation`; every operation without it, or for `"*"`. */
  readonly operation?: string;
  /** How many requests it hits; 1, or without end when `probability` is given. */
  readonly times?: number;
  /** How many matching requests it lets pass first. */
  readonly skip?: number;
  /** The chance that it hits a matching request, 0 to 1. */
  readonly probability?: number;
}

/** A fault to inject. */
export type Fault = FaultScope & FaultEffect;

interface ArmedFault {
  readonly fault: Fault;
  remaining: number;
  toSkip: number;
}

/** The faults that are armed. One request meets any number of delays and skews, and at most one failure. */
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

  /** The effects on one request, which are thereby used up. */
  take(operation: string | undefined, random: Random): FaultEffect[] {
    if (this.#armed.length === 0) return [];
    const effects: FaultEffect[] = [];
    let failed = false;
    for (const armed of this.#armed) {
      const { fault } = armed;
      const passing = fault.kind === "latency" || fault.kind === "clockSkew";
      if ((failed && !passing) || !hits(armed, operation, random)) continue;
      armed.remaining--;
      failed ||= !passing;
      effects.push(fault);
    }
    this.#armed = this.#armed.filter(({ remaining }) => remaining > 0);
    return effects;
  }
}

function hits(armed: ArmedFault, operation: string | undefined, random: Random): boolean {
  const { operation: wanted = "*", probability } = armed.fault;
  if (wanted !== "*" && wanted !== operation) return false;
  if (armed.toSkip > 0) {
    armed.toSkip--;
    return false;
  }
  return probability === undefined || random() < probability;
}

/** A fault to seed: the first occurrence of a text in a file is replaced. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const REFRESH = "src/credentials/refresh";
const SHARING = "src/credentials/sharing";

/** Faults that each break a promise of docs/credentials.md or docs/distributed.md. The model must notice each of them. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: "expired credentials count as enough",
    file: `${REFRESH}/answer-caller.ts`,
    from: "const isEnough = current && nowMs + minTtlMs < current.thresholds.expiresAtMs;",
    to: "const isEnough = current;",
  },
  {
    name: "the answer of a source stands past its expiration",
    file: `${REFRESH}/answer-caller.ts`,
    from: "(cameExpired || nowMs < expiresAtMs)",
    to: "(cameExpired || nowMs < Infinity)",
  },
  {
    name: "a failure is kept by the wall clock",
    file: `${REFRESH}/renewal.ts`,
    from: "[failedAtMs + retryInMs, failedAtMs + keptMs]",
    to: "[failedAtMs + retryInMs, ports.now() + keptMs]",
  },
  {
    name: "a refused key is forgotten",
    file: `${REFRESH}/state.ts`,
    from: "return refusedKeys.some(",
    to: "return [].some(",
  },
  {
    name: "refused credentials stay in use",
    file: `${REFRESH}/state.ts`,
    from: "state.current = undefined;",
    to: "",
  },
  {
    name: "a refused key is stored",
    file: `${SHARING}/shared-exchange.ts`,
    from: "!isRefused(fetched.credentials.accessKeyId)",
    to: "true",
  },
  {
    name: "an expired record of another process is used",
    file: `${SHARING}/shared-identity.ts`,
    from: "nowMs < mandatoryAtMs && expiresAtMs - nowMs >= minTtlMs",
    to: "expiresAtMs > 0",
  },
  {
    name: "a source may take for ever",
    file: `${REFRESH}/fetch-credentials.ts`,
    from: "await withDeadline({ sleep, timeoutMs }, ask)",
    to: "await ask(new AbortController().signal)",
  },
  {
    name: "a lease is shorter than an exchange",
    file: `${SHARING}/shared-identity.ts`,
    from: "leaseMs: timeoutMs + LEASE_MARGIN_MS",
    to: "leaseMs: 10_000",
  },
  {
    name: "processes wait for a lease for ever",
    file: `${SHARING}/shared-exchange.ts`,
    from: "ports.monotonic() >= patienceEndsMs",
    to: "false",
  },
  {
    name: "an unusable record keeps a good one out",
    file: `${SHARING}/guarded-store.ts`,
    from: "if (isReplaceable(found, expiresAtMs)) ",
    to: "if (!found) ",
  },
  {
    name: "a store rests by the wall clock",
    file: `${SHARING}/guarded-store.ts`,
    from: "this.#downUntilMs = failedAtMs + REST_MS;",
    to: "this.#downUntilMs = ports.now() + REST_MS;",
  },
  {
    name: "a hanging store hangs its callers",
    file: `${SHARING}/guarded-store.ts`,
    from: "await withDeadline({ sleep, timeoutMs: this.#budgetMs }, work)",
    to: "await work()",
  },
  {
    name: "a lease excludes nobody",
    file: "src/stores/local-leases.ts",
    from: "if (isHeld(leases.get(key))) return undefined;",
    to: "",
  },
];

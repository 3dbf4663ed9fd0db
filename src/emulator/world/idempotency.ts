import { invalidRequest } from "../wire/aws-error.ts";

interface RememberedCall {
  readonly fingerprint: string;
  readonly associationId: string;
  readonly atMs: number;
}

const MEMORY_MS = 86_400_000;
const MAX_CALLS = 20_000;

/** Remembers client request tokens for a day, so that a repeated call is answered and not repeated. */
export class IdempotencyLedger {
  readonly #calls = new Map<string, RememberedCall>();

  /**
   * The association that an earlier call with this token made or changed.
   * @throws AwsError when that call had other parameters.
   */
  find(scope: string, token: string | undefined, fingerprint: string, nowMs: number): string | undefined {
    if (token === undefined) return undefined;
    const call = this.#calls.get(`${scope}/${token}`);
    if (call === undefined || call.atMs + MEMORY_MS <= nowMs) return undefined;
    if (call.fingerprint === fingerprint) return call.associationId;
    throw invalidRequest(`The client request token ${token} was already used with different parameters.`);
  }

  remember(scope: string, token: string | undefined, call: RememberedCall): void {
    if (token === undefined) return;
    this.#calls.set(`${scope}/${token}`, call);
    if (this.#calls.size <= MAX_CALLS) return;
    const [oldest] = this.#calls.keys();
    if (oldest !== undefined) this.#calls.delete(oldest);
  }
}

/** A text that is equal for equal input, whatever the order of its members. */
export function fingerprintOf(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    const entries = Object.entries(member);
    entries.sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(entries);
  });
}

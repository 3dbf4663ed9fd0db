import { Lru } from "../../lib/lru.ts";
import { invalidRequest } from "../wire/aws-error.ts";

interface RememberedCall {
  readonly fingerprint: string;
  readonly associationId: string;
  readonly atMs: number;
}

const MEMORY_MS = 86_400_000;
const MAX_CALLS = 20_000;

/** Remembers client request tokens for a day, so that a repeated call changes nothing and gets the first response. */
export class IdempotencyLedger {
  readonly #calls = new Lru<RememberedCall>(MAX_CALLS);

  /**
   * Returns the id of the association that an earlier call with this token created or changed. Throws an `AwsError` if
   * that call had other parameters.
   */
  find(scope: string, token: string | undefined, fingerprint: string, nowMs: number): string | undefined {
    if (token === undefined) return undefined;
    const call = this.#calls.get(`${scope}/${token}`);
    if (call === undefined || call.atMs + MEMORY_MS <= nowMs) return undefined;
    if (call.fingerprint === fingerprint) return call.associationId;
    throw invalidRequest(`The client request token ${token} was already used with different parameters.`);
  }

  remember(scope: string, token: string | undefined, call: RememberedCall): void {
    if (token !== undefined) this.#calls.set(`${scope}/${token}`, call);
  }
}

/** Builds a text that is equal for equal input, independent of the order of members. */
export function fingerprintOf(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    const entries = Object.entries(member);
    entries.sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(entries);
  });
}

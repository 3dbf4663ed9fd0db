import type { CredentialProvider } from "../../aws/credentials.ts";
import type { Schedule } from "../../lib/timer-queue.ts";
import type { Ports } from "../../ports.ts";
import type { GuardedStore } from "../sharing/guarded-store.ts";
import type { RefreshEvent } from "./events.ts";
import type { RefreshState } from "./state.ts";
import type { RefreshPolicy } from "./thresholds.ts";

/** What the renewals of one identity are made of. */
export interface RenewalParts {
  /** Names the credentials in events. */
  readonly identity: string;
  /** The source. */
  readonly provider: CredentialProvider;
  /** What is known of the identity. Renewals change it. */
  readonly state: RefreshState;
  /** What the runtime supplies. */
  readonly ports: Pick<Ports, "now" | "monotonic" | "random" | "sleep" | "shareInFlight">;
  /** The store that processes share, if there is one. */
  readonly store: GuardedStore | undefined;
  /** Runs background renewals. Without it, callers start all renewals. */
  readonly schedule: Schedule | undefined;
  /** When to renew. */
  readonly policy: RefreshPolicy;
  /** How long the source may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Reports an event. Never throws. */
  readonly emit: (event: RefreshEvent) => void;
  /** Keeps the program alive for work that no caller waits for. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** What new credentials must be like. */
export interface Demand {
  /** They must be obtained after the demand. */
  readonly force: boolean;
  /** How long they must still live, in milliseconds. */
  readonly minTtlMs: number;
}

import type { CredentialProvider } from "../../aws/credentials.ts";
import type { Schedule } from "../../lib/timer-queue.ts";
import type { Ports } from "../../ports.ts";
import type { RefreshEvent } from "./events.ts";
import type { GuardedStore } from "./guarded-store.ts";
import type { RefreshState } from "./state.ts";
import type { RefreshPolicy } from "./thresholds.ts";

/** What the renewals of one identity are made of. */
export interface RenewalParts {
  readonly identity: string;
  readonly provider: CredentialProvider;
  readonly state: RefreshState;
  readonly ports: Pick<Ports, "now" | "monotonic" | "random" | "sleep" | "shareInFlight">;
  readonly store: GuardedStore | undefined;
  readonly schedule: Schedule | undefined;
  readonly policy: RefreshPolicy;
  /** How long the source may take, in milliseconds. */
  readonly timeoutMs: number;
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

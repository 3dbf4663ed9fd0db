import type { AwsCredentials, CredentialProvider } from "../../aws/credentials.ts";
import type { BasePorts } from "../../ports.ts";
import type { RefreshFact } from "./events.ts";
import type { RefreshState } from "./state.ts";
import type { RefreshPolicy } from "./thresholds.ts";

/** What the renewals of one identity are made of. */
export interface RenewalParts {
  /** The name that the user gave to the credentials. Default: none. */
  readonly identity: string | undefined;
  /** The source. */
  readonly provider: CredentialProvider;
  /** What is known of the identity. Renewals change it. */
  readonly state: RefreshState;
  /** What the runtime supplies. */
  readonly ports: BasePorts;
  /** When to renew. */
  readonly policy: RefreshPolicy;
  /** How long the source may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Reports an event. Never throws. */
  emit(event: RefreshFact): void;
  /** Keeps the program alive for work that no caller waits for. Never throws. */
  waitUntil(work: Promise<unknown>): void;
}

/** What new credentials must be like. */
export interface Demand {
  /** They must be obtained after the demand. */
  readonly force: boolean;
  /** How long they must still live, in milliseconds. */
  readonly minTtlMs: number;
}

/** New credentials. */
export interface Exchanged {
  /** What the source returned. */
  readonly credentials: AwsCredentials;
  /** When the source returned them, in milliseconds since the epoch. */
  readonly obtainedAtMs: number;
  /** Whether AWS refused their key before. */
  readonly isRefused: boolean;
  /** Where this process got them: from the source, or from a record of another process. */
  readonly from: "source" | "store";
}

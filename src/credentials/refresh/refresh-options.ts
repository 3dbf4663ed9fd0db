import type { CredentialProvider } from "../../aws/credentials.ts";
import type { BasePorts, Ports } from "../../ports.ts";
import type { RefreshEvent } from "./events.ts";
import type { Schedule } from "./schedule.ts";
import type { SharedStore } from "./shared-store.ts";
import type { RefreshPolicy } from "./thresholds.ts";

/** What to keep fresh, and how. */
export interface RefreshOptions {
  /** Where credentials come from. Its `signal` aborts after `timeoutMs`. */
  readonly provider: CredentialProvider;
  /** What the runtime supplies. Default: its web-standard means. */
  readonly ports?: Partial<Ports> | undefined;
  /**
   * Names the credentials in the store and in events, for example "checkout-prod". Use one name per combination of source, role
   * and policy, never a token. With a store: 1 to 150 characters of `A-Z a-z 0-9 _ - . :`. Default: "default", without a store.
   */
  readonly identity?: string;
  /**
   * Shares credentials, and the work of getting them, between sessions, processes or machines. Every store of podkey fits; write
   * `sharedThrough(store)` for a store of your own. Default: none.
   */
  readonly store?: SharedStore | undefined;
  /** Renews credentials that are in use in the background. Default: none; then the next caller starts each renewal. */
  readonly schedule?: Schedule | undefined;
  /**
   * Called with each renewal that no caller waits for. Pass `ctx.waitUntil` of a Worker, which otherwise ends with its callers.
   * Default: none.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Called with each event. Its own failure changes nothing. Default: none. */
  readonly onEvent?: ((event: RefreshEvent) => void) | undefined;
  /** When to renew. Default: the policy of a program that signs with its own credentials. */
  readonly policy?: RefreshPolicy | undefined;
  /** How long the source may take, in milliseconds. Afterwards it is aborted and counts as failed. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
}

/** The same over complete ports. */
export interface CompleteRefreshOptions extends RefreshOptions {
  readonly ports: BasePorts;
}

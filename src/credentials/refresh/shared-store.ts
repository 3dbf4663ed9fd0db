import type { Store } from "../../ports.ts";
import type { Demand, Exchanged, RenewalParts } from "./renewal-parts.ts";

/** Shares the exchanges of one identity with other processes. */
export interface SharedExchange {
  /** Gets new credentials from the source, or from the store if another process was faster. */
  exchange(demand: Demand, fetchFromSource: () => Promise<Exchanged>): Promise<Exchanged>;
  /** Removes the record of a key that AWS refused. */
  remove(accessKeyId: string): Promise<void>;
  /** Resolves once the record of the last exchange is stored and its lease released. */
  settle(): Promise<void>;
}

/**
 * A store that brings the code by which processes share one exchange. Every store of podkey is one, and `sharedThrough` of
 * `podkey/stores` makes one of your own store.
 */
export interface SharedStore extends Store {
  /** Opens the store for one identity. `refresh` calls it. */
  share(parts: RenewalParts): SharedExchange;
}

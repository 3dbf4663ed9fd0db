import { ConfigurationError } from "../errors/errors.ts";
import type { Store } from "../ports.ts";

/** What every store whose records leave the process asks of its user. */
export interface PlaintextOptions {
  /** `true`: keep records as they are. Who can read the store can then use the credentials. */
  readonly allowPlaintext?: boolean;
}

/** A store whose records leave the process as they are given. Wrap it in `sealed()` from `podkey/sealed`. */
export interface PlaintextStore extends Store {
  /** Names the function that made the store. Absent once the user allowed plaintext. */
  readonly leavesProcess?: string;
}

/** Marks a store that leaves the process, unless the user allows plaintext in it. */
export function leavingProcess(madeBy: string, store: Store, options: PlaintextOptions): PlaintextStore {
  return options.allowPlaintext === true ? store : { ...store, leavesProcess: madeBy };
}

/**
 * Answers the store if credentials may be kept in it. Throws `CONFIGURATION` for one whose records would leave the process
 * in plaintext.
 */
export function requireSealed(store: PlaintextStore): Store {
  const { leavesProcess } = store;
  if (leavesProcess === undefined) return store;
  throw new ConfigurationError({
    setting: "store",
    message: `${leavesProcess}() would keep credentials in plaintext outside this process: wrap it in sealed() from podkey/sealed, or write allowPlaintext: true if whoever reads the store may have them`,
  });
}

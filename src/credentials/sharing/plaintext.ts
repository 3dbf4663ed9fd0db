import { ConfigurationError } from "../../errors/errors.ts";
import type { Store } from "../../ports.ts";

/** Options of a store whose records leave the process. */
export interface PlaintextOptions {
  /** `true` keeps records in plaintext: readers of the store can then use the credentials. Default: false. */
  readonly allowPlaintext?: boolean;
}

/** A store that keeps records outside the process, in the form that it gets. Wrap it in `sealed()` from `podkey/sealed`. */
export interface PlaintextStore extends Store {
  /** The name of the function that made the store. Absent if the user allows plaintext. */
  readonly leavesProcess?: string;
}

/** Marks a store that leaves the process, unless the user allows plaintext in it. */
export function markPlaintext(madeBy: string, store: Store, options: PlaintextOptions): PlaintextStore {
  return options.allowPlaintext === true ? store : { ...store, leavesProcess: madeBy };
}

/**
 * Returns the store if credentials may be kept in it. Throws `CONFIGURATION` if its records would leave the process in
 * plaintext.
 */
export function requireSealed(store: PlaintextStore): Store {
  const { leavesProcess } = store;
  if (leavesProcess === undefined) return store;
  throw new ConfigurationError({
    setting: "store",
    message: `${leavesProcess}() would keep credentials in plaintext outside this process: wrap it in sealed() from podkey/sealed, or write allowPlaintext: true if every reader of the store may use them`,
  });
}

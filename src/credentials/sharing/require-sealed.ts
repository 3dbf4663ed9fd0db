import { ConfigurationError } from "../../errors/errors.ts";
import type { Store } from "../../ports.ts";

/** A store that may say where its records go. */
export interface MarkedStore extends Store {
  /** The name of the function that made the store. Absent: its records stay in the process, or are sealed, or may be plaintext. */
  readonly leavesProcess?: string;
}

/**
 * Returns the store if credentials may be kept in it. Throws `CONFIGURATION` if its records would leave the process in
 * plaintext.
 */
export function requireSealed(store: MarkedStore): Store {
  const { leavesProcess } = store;
  if (leavesProcess === undefined) return store;
  throw new ConfigurationError({
    setting: "store",
    message: `${leavesProcess}() would keep credentials in plaintext outside this process: wrap it in sealed() from podkey/sealed, or write allowPlaintext: true if every reader of the store may use them`,
  });
}

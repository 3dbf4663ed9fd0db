import type { SharedStore } from "../credentials/refresh/shared-store.ts";
import { SHARING } from "../credentials/sharing/shared-through.ts";
import type { Store } from "../ports.ts";

/** Options of a store whose records leave the process. */
export interface PlaintextOptions {
  /** `true` keeps records in plaintext: readers of the store can then use the credentials. Default: false. */
  readonly allowPlaintext?: boolean;
}

/** A store that keeps records outside the process, in the form that it gets. Wrap it in `sealed()` from `podkey/sealed`. */
export interface PlaintextStore extends SharedStore {
  /** The name of the function that made the store. Absent if the user allows plaintext. */
  readonly leavesProcess?: string;
}

/** Marks a store that leaves the process, unless the user allows plaintext in it. */
export function markPlaintext(madeBy: string, store: Store, options: PlaintextOptions): PlaintextStore {
  const shared = { ...store, ...SHARING };
  return options.allowPlaintext === true ? shared : { ...shared, leavesProcess: madeBy };
}

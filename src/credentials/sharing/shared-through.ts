import type { Store } from "../../ports.ts";
import type { RenewalParts } from "../refresh/renewal-parts.ts";
import type { SharedExchange, SharedStore } from "../refresh/shared-store.ts";
import { requireSealed } from "./require-sealed.ts";
import { SharedIdentity } from "./shared-identity.ts";

/** The member that a store needs to be passed to `refresh`. A copy of the store by spread keeps it, with the copy's methods. */
export const SHARING = {
  share(this: Store, parts: RenewalParts): SharedExchange {
    return new SharedIdentity(this, parts);
  },
};

/**
 * Makes a store of your own fit for `refresh`. The stores of podkey fit as they are, and `connect` takes both. Throws
 * `CONFIGURATION` for a store whose records would leave the process in plaintext.
 *
 * @example
 * const provider = refresh({ provider: fromContainer(), store: sharedThrough(myStore), identity: "checkout-prod" });
 */
export function sharedThrough(store: Store): SharedStore {
  requireSealed(store);
  return {
    get: (key) => store.get(key),
    set: (key, value, options) => store.set(key, value, options),
    delete: (key) => store.delete(key),
    acquire: (key, options) => store.acquire(key, options),
    ...SHARING,
  };
}

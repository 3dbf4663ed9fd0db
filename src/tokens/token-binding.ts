import type { CredentialProvider } from "../aws/credentials.ts";
import { digestOf } from "../digest.ts";
import type { Ports, Store } from "../ports.ts";

// The one token that a provider can exchange. Weak keys: the tokens are collected with their providers.
const boundTokens = /* @__PURE__ */ new WeakMap<CredentialProvider, string>();

/** 128 bits: too many to find another token with the same hash. */
const HASH_LENGTH = 32;

/** Returns the token that a provider is bound to, or `undefined` if it reads its token again for each exchange. */
export function boundTokenOf(provider: CredentialProvider): string | undefined {
  return boundTokens.get(provider);
}

/**
 * Binds a provider to a token that was given as text, for example that of a request. Credentials of such a provider must not
 * answer a caller who has another token.
 */
export function bindToToken(provider: CredentialProvider, token: unknown): CredentialProvider {
  if (typeof token === "string") boundTokens.set(provider, token);
  return provider;
}

/**
 * Gives each token records and leases of its own in a store, if the provider is bound to a token. The keys hold a hash of the
 * token.
 */
export function storeOfProvider(
  store: Store,
  provider: CredentialProvider,
  ports: Partial<Pick<Ports, "digest">>,
): Store {
  const token = boundTokenOf(provider);
  if (token === undefined) return store;
  const keyOf = async (key: string): Promise<string> => {
    return `${key}.${(await digestOf(ports).sha256Hex(token)).slice(0, HASH_LENGTH)}`;
  };
  return {
    ...store,
    get: async (key) => store.get(await keyOf(key)),
    set: async (key, value, options) => store.set(await keyOf(key), value, options),
    delete: async (key) => store.delete(await keyOf(key)),
    acquire: async (key, options) => store.acquire(await keyOf(key), options),
  };
}

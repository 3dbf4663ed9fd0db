import type { AwsCredentials, CredentialProvider, CredentialRequest } from "../../aws/credentials.ts";
import { basePorts } from "../../ports.ts";
import { bindToToken, boundTokenOf } from "../../tokens/token-binding.ts";
import type { CompleteRefreshOptions, RefreshOptions } from "./refresh-options.ts";
import { Renewal } from "./renewal.ts";
import { createRefreshState, type RefreshState } from "./state.ts";

/** A provider that keeps credentials, and renews them. */
export interface RefreshingProvider extends CredentialProvider {
  /**
   * Forgets credentials that AWS refused, and removes them from the store. If the source returns their key again, they are
   * neither fresh nor stored: callers get them while there are no better ones, and the source is asked with a backoff.
   */
  invalidate(credentials: AwsCredentials): Promise<void>;
  /**
   * Ends the background renewals. A renewal that runs goes on, and callers still get credentials. Resolves once the record
   * of the last renewal is stored and its lease released: await it before the process exits.
   */
  stop(): Promise<void>;
}

/**
 * Keeps credentials fresh on demand. Fresh ones are returned at once. In the advisory window they are returned while a renewal
 * runs. In the mandatory window callers wait for the renewal, and get the old credentials if it fails or is slow. Callers share
 * one renewal, which no caller's abort cancels. Throws what the provider throws, `TIMEOUT` if the provider does not settle in
 * time, `CREDENTIALS_EXPIRED` if new credentials end before `minTtlMs`, and `ABORTED`. Throws `CONFIGURATION` at once if a store
 * comes without an identity or would keep plaintext outside the process.
 *
 * @example
 * import { fromContainer, refresh } from "podkey/node";
 *
 * const provider = refresh({ provider: fromContainer() });
 */
export function refresh(options: RefreshOptions): RefreshingProvider {
  return keepFresh(createRefreshState(), { ...options, ports: basePorts(options.ports) });
}

/** Does the work of `refresh` on a state that is given, because many requests of a Worker share one. */
export function keepFresh(state: RefreshState, options: CompleteRefreshOptions): RefreshingProvider {
  const renewal = new Renewal(state, options);
  const provide = providerOf(renewal, "refresh");
  // The kept credentials were exchanged for the provider's token, so a store needs a record for each token.
  bindToToken(provide, boundTokenOf(options.provider));
  return Object.assign(provide, {
    invalidate: (credentials: AwsCredentials) => renewal.invalidate(credentials.accessKeyId),
    stop: () => renewal.stop(),
  });
}

/** Names the provider by a computed key, which no minifier drops: `defineProperty` takes 200 bytes of each identity. */
function providerOf(renewal: Renewal, name: string): CredentialProvider {
  const providers = { [name]: (request?: CredentialRequest) => renewal.provide(request) };
  return providers[name] as CredentialProvider;
}

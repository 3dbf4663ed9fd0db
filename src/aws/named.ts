import type { CredentialProvider } from "./credentials.ts";

/** Gives a provider the name that a chain reports it by; minifiers would leave it nameless. */
export function named(source: string, provider: CredentialProvider): CredentialProvider {
  return Object.defineProperty(provider, "name", { value: source, configurable: true });
}

import { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from "@smithy/core";
import type { AwsCredentials, CredentialProvider } from "../../src/aws/credentials.ts";

/** The AWS SDK's memory around a provider, as every client of it has one. */
export function memoized(provider: () => Promise<AwsCredentials>): CredentialProvider {
  const memory = memoizeIdentityProvider<AwsCredentials>(
    provider,
    isIdentityExpired,
    doesIdentityRequireRefresh,
  );
  if (!memory) throw new TypeError("a memory around a provider is a provider");
  return (request) => memory(request);
}

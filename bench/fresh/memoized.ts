import { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from "@smithy/core";
import type { AwsCredentials, CredentialProvider } from "../../src/aws/credentials.ts";

/** Wraps a provider in the AWS SDK's cache, as every client of the SDK does. */
export function memoized(provider: () => Promise<AwsCredentials>): CredentialProvider {
  const cached = memoizeIdentityProvider<AwsCredentials>(
    provider,
    isIdentityExpired,
    doesIdentityRequireRefresh,
  );
  if (!cached) throw new TypeError("memoizeIdentityProvider() returned nothing");
  return (request) => cached(request);
}

import { devNull } from "node:os";

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** Variables that would change who signs, or where a request goes, although the emulator's variables are set. */
export const VARIABLES_TO_UNSET: readonly string[] = [
  // They belong to other keys.
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
  // Some SDKs prefer a profile or a web identity to keys.
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_BEARER_TOKEN_BEDROCK",
  // They turn the endpoint off, or contradict it.
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_USE_DUALSTACK_ENDPOINT",
];

/** Further variables that SDKs prefer to an agent. */
export const VARIABLES_TO_UNSET_FOR_AGENT: readonly string[] = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
];

/** SDKs also prefer this user's files to an agent. A pod has none. */
export const NO_FILES: Variables = { AWS_SHARED_CREDENTIALS_FILE: devNull, AWS_CONFIG_FILE: devNull };

/**
 * Makes the variables that point SDKs at the emulator. Those of single services are set too, because they would win over the
 * general one.
 */
export function endpointVariables(url: string, region: string): Variables {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_EKS: url,
    AWS_ENDPOINT_URL_EKS_AUTH: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}

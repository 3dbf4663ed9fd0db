/** Names in the pages that are not podkey's own, by what they belong to. */
const NAMES = {
  "members of AWS's answers": ["AccessKeyId", "SecretAccessKey", "AccountId"],
  "AWS error codes that no model names": [
    "TooManyRequestsException",
    "AssumeRoleUnauthorizedAccess",
    "InvalidAccessKeyId",
    "AuthorizationHeaderMalformed",
    "InvalidToken",
    "RequestTimeTooSkewed",
  ],
  "the AWS SDK": [
    "fromNodeProviderChain",
    "createCredentialChain",
    "fromHttp",
    "fromContainerMetadata",
    "fromTokenFile",
    "fromIni",
    "fromSSO",
    "fromProcess",
    "memoizeIdentityProvider",
    "CredentialsProviderError",
    "InvalidIdentityTokenException",
  ],
  "operations that the emulator's faults and requests name": [
    "PutMetadataToken",
    "ListInstanceRoles",
    "GetInstanceRoleCredentials",
    "GetInstanceMetadata",
  ],
  "kinds of the emulator's faults": ["serverError", "htmlError", "lostReply", "malformedBody", "clockSkew"],
  "members of the record in a store": ["obtainedAtMs"],
  Kubernetes: ["hostNetwork"],
  "run-time dependencies": ["AwsV4Signer", "createRemoteJWKSet", "createLocalJWKSet"],
  "the tools of the project": [
    "isolatedDeclarations",
    "noExcessiveLinesPerFile",
    "noExcessiveLinesPerFunction",
    "noFloatingPromises",
  ],
  "Node's built-in modules": ["createHmac", "AssertionError"],
  "web standards": ["AbortError", "TypeError", "A256GCM"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Every name in the pages that the public API need not have. */
export const ALLOWED_NAMES: readonly string[] = Object.values(NAMES).flat();

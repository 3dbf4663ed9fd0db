import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { secretsOf } from "../http/confidential.ts";
import {
  callSts,
  listParameters,
  type QueryOperation,
  type QueryParameter,
} from "../http/protocols/query.ts";
import { signAttempt } from "../http/sign-attempt.ts";
import {
  ASSUME_ROLE_INPUT,
  ASSUME_ROLE_WITH_WEB_IDENTITY_INPUT,
  type AssumeRoleCommonInput,
  type AssumeRoleInput,
  type AssumeRoleWithWebIdentityInput,
} from "./requests.ts";
import {
  ROLE_SESSION,
  type RoleSession,
  type RoleSessionOnWire,
  toRoleSession,
  type WebIdentitySession,
} from "./responses.ts";

const ASSUME_ROLE: QueryOperation<AssumeRoleInput, RoleSessionOnWire> = {
  name: "AssumeRole",
  sign: signAttempt,
  input: ASSUME_ROLE_INPUT,
  parameters: (input) => [
    ...roleParameters(input),
    ...listParameters("Tags", Object.entries(input.tags ?? {}), ([key, value], prefix) => [
      [`${prefix}.Key`, key],
      [`${prefix}.Value`, value],
    ]),
    ...listParameters("TransitiveTagKeys", input.transitiveTagKeys, (key, name) => [[name, key]]),
    ["ExternalId", input.externalId],
    ["SerialNumber", input.serialNumber],
    ["TokenCode", input.tokenCode],
    ["SourceIdentity", input.sourceIdentity],
    ...listParameters("ProvidedContexts", input.providedContexts, (provided, prefix) => [
      [`${prefix}.ProviderArn`, provided.providerArn],
      [`${prefix}.ContextAssertion`, provided.contextAssertion],
    ]),
  ],
  secrets: ({ tokenCode }) => secretsOf(tokenCode),
  output: ROLE_SESSION,
};

const ASSUME_ROLE_WITH_WEB_IDENTITY: QueryOperation<AssumeRoleWithWebIdentityInput, RoleSessionOnWire> = {
  name: "AssumeRoleWithWebIdentity",
  input: ASSUME_ROLE_WITH_WEB_IDENTITY_INPUT,
  parameters: (input) => [
    ...roleParameters(input),
    ["WebIdentityToken", input.webIdentityToken],
    ["ProviderId", input.providerId],
  ],
  secrets: ({ webIdentityToken }) => secretsOf(webIdentityToken),
  retryableCodes: ["IDPCommunicationError"],
  output: ROLE_SESSION,
};

/**
 * Assumes a role with the client's credentials (STS AssumeRole). Throws `INVALID_REQUEST` for invalid input. Throws `SERVICE`
 * with `AccessDenied`, `PackedPolicyTooLarge`, `MalformedPolicyDocument`, `RegionDisabledException` or
 * `ExpiredTokenException`.
 *
 * @example
 * const { credentials } = await assumeRole(client, {
 *   roleArn: "arn:aws:iam::111122223333:role/audit",
 *   roleSessionName: "nightly",
 * });
 */
export async function assumeRole(
  client: ClientSource,
  input: AssumeRoleInput,
  options?: CallOptions,
): Promise<RoleSession> {
  return toRoleSession(await callSts(client, ASSUME_ROLE, input, options));
}

/**
 * Exchanges the token of an identity provider for credentials of a role that trusts it (STS AssumeRoleWithWebIdentity). The
 * call is not signed, so the client needs no credentials. Throws `INVALID_REQUEST` for invalid input. Throws `SERVICE` with
 * `InvalidIdentityToken`, `ExpiredTokenException`, `IDPRejectedClaim` or `AccessDenied`; retries `IDPCommunicationError`.
 */
export async function assumeRoleWithWebIdentity(
  client: ClientSource,
  input: AssumeRoleWithWebIdentityInput,
  options?: CallOptions,
): Promise<WebIdentitySession> {
  return toRoleSession(await callSts(client, ASSUME_ROLE_WITH_WEB_IDENTITY, input, options));
}

/** Lists the parameters that AssumeRole and AssumeRoleWithWebIdentity share. Leaves out empty lists. */
function roleParameters(input: AssumeRoleCommonInput): QueryParameter[] {
  return [
    ["RoleArn", input.roleArn],
    ["RoleSessionName", input.roleSessionName],
    // `arn` is the only lower-case member of this API.
    ...listParameters("PolicyArns", input.policyArns, (arn, prefix) => [[`${prefix}.arn`, arn]]),
    ["Policy", input.policy],
    ["DurationSeconds", input.durationSeconds],
  ];
}

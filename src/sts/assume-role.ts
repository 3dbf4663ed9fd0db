import { parseResponse } from "../aws/decode.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { secretsOf } from "../http/confidential.ts";
import { callSts, listParameters, type QueryParameter } from "../http/protocols/query.ts";
import { signAttempt } from "../http/sign-attempt.ts";
import {
  type AssumeRoleCommonInput,
  type AssumeRoleInput,
  type AssumeRoleWithWebIdentityInput,
  checkAssumeRole,
  checkAssumeRoleWithWebIdentity,
} from "./requests.ts";
import { type RoleSession, roleSessionSchema, type WebIdentitySession } from "./responses.ts";

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
  checkAssumeRole(input);
  const { result, context } = await callSts(
    client,
    {
      name: "AssumeRole",
      sign: signAttempt,
      parameters: [
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
      secrets: secretsOf(input.tokenCode),
    },
    options,
  );
  return parseResponse(roleSessionSchema(), result, context);
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
  checkAssumeRoleWithWebIdentity(input);
  const { result, context } = await callSts(
    client,
    {
      name: "AssumeRoleWithWebIdentity",
      parameters: [
        ...roleParameters(input),
        ["WebIdentityToken", input.webIdentityToken],
        ["ProviderId", input.providerId],
      ],
      secrets: secretsOf(input.webIdentityToken),
      retryableCodes: ["IDPCommunicationError"],
    },
    options,
  );
  return parseResponse(roleSessionSchema(), result, context);
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

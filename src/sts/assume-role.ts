import type { CallOptions } from "../http/attempt.ts";
import type { Client } from "../http/client.ts";
import { callSts, listParameters } from "../http/protocols/query.ts";
import { signHeaders } from "../signing/sigv4.ts";
import { type AssumeRoleInput, checkAssumeRole } from "./requests.ts";
import { decodeRoleSession, type RoleSession } from "./responses.ts";
import { roleParameters } from "./role-parameters.ts";

/**
 * Assumes a role with the client's credentials (STS AssumeRole). Throws `INVALID_REQUEST` before sending; `SERVICE`
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
  client: Client,
  input: AssumeRoleInput,
  options?: CallOptions,
): Promise<RoleSession> {
  checkAssumeRole(input);
  const { result, context } = await callSts(
    client,
    {
      operation: "AssumeRole",
      sign: signHeaders,
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
      secrets: input.tokenCode === undefined ? [] : [input.tokenCode],
    },
    options,
  );
  return decodeRoleSession(result, context);
}

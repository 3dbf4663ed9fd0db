import type { CallOptions } from "../http/attempt.ts";
import type { Client } from "../http/client.ts";
import { callSts } from "../http/protocols/query.ts";
import { type AssumeRoleWithWebIdentityInput, checkAssumeRoleWithWebIdentity } from "./requests.ts";
import { decodeRoleSession, type WebIdentitySession } from "./responses.ts";
import { roleParameters } from "./role-parameters.ts";

/**
 * Exchanges the token of an identity provider for credentials of a role that trusts it (STS AssumeRoleWithWebIdentity).
 * Needs no credentials: the call is not signed. STS's IDPCommunicationError is retried. Throws `INVALID_REQUEST` before
 * sending; `SERVICE` with `InvalidIdentityToken`, `ExpiredTokenException`, `IDPRejectedClaim` or `AccessDenied`.
 */
export async function assumeRoleWithWebIdentity(
  client: Client,
  input: AssumeRoleWithWebIdentityInput,
  options?: CallOptions,
): Promise<WebIdentitySession> {
  checkAssumeRoleWithWebIdentity(input);
  const { result, context } = await callSts(
    client,
    {
      operation: "AssumeRoleWithWebIdentity",
      parameters: [
        ...roleParameters(input),
        ["WebIdentityToken", input.webIdentityToken],
        ["ProviderId", input.providerId],
      ],
      secrets: [input.webIdentityToken],
      retryableCodes: ["IDPCommunicationError"],
    },
    options,
  );
  return decodeRoleSession(result, context);
}

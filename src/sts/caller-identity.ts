import { parseResponse } from "../aws/decode.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { callSts } from "../http/protocols/query.ts";
import { signAttempt } from "../http/sign-attempt.ts";
import { type CallerIdentity, callerIdentitySchema } from "./responses.ts";

/** Returns the identity of the client's credentials (STS GetCallerIdentity). Needs no permission. */
export async function getCallerIdentity(
  client: ClientSource,
  options?: CallOptions,
): Promise<CallerIdentity> {
  const { result, context } = await callSts(
    client,
    { name: "GetCallerIdentity", sign: signAttempt, parameters: [] },
    options,
  );
  return parseResponse(callerIdentitySchema(), result, context);
}

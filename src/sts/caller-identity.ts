import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { callSts, type QueryOperation } from "../http/protocols/query.ts";
import { signAttempt } from "../http/sign-attempt.ts";
import {
  CALLER_IDENTITY,
  type CallerIdentity,
  type CallerIdentityOnWire,
  toCallerIdentity,
} from "./responses.ts";

const GET_CALLER_IDENTITY: QueryOperation<object, CallerIdentityOnWire> = {
  name: "GetCallerIdentity",
  sign: signAttempt,
  input: { required: {}, optional: {} },
  parameters: () => [],
  output: CALLER_IDENTITY,
};

/** Returns the identity of the client's credentials (STS GetCallerIdentity). Needs no permission. */
export async function getCallerIdentity(
  client: ClientSource,
  options?: CallOptions,
): Promise<CallerIdentity> {
  return toCallerIdentity(await callSts(client, GET_CALLER_IDENTITY, {}, options));
}

import type { CallOptions } from "../http/attempt.ts";
import type { Client } from "../http/client.ts";
import { callSts } from "../http/query.ts";
import { type CallerIdentity, decodeCallerIdentity } from "../models/sts.ts";
import { signHeaders } from "../signing/sigv4.ts";

/** Tells whose credentials the client signs with (STS GetCallerIdentity). Needs no permission. */
export async function getCallerIdentity(client: Client, options?: CallOptions): Promise<CallerIdentity> {
  const { result, context } = await callSts(
    client,
    { operation: "GetCallerIdentity", sign: signHeaders, parameters: [] },
    options,
  );
  return decodeCallerIdentity(result, context);
}

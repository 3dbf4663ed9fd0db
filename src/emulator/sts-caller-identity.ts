import type { Call } from "./call.ts";
import type { Reply } from "./replies.ts";
import { stsReply, wantsJson } from "./sts-response.ts";
import type { World } from "./world.ts";

/** GetCallerIdentity: who signed the request. */
export function getCallerIdentity(_world: World, call: Call): Reply {
  const { caller } = call;
  const result = { Arn: caller?.arn, UserId: caller?.userId, Account: caller?.accountId };
  return stsReply("GetCallerIdentity", result, call.requestId, wantsJson(call.request.headers));
}

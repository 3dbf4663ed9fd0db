import type { Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import type { World } from "../world/world.ts";
import { stsReply, wantsJson } from "./responses.ts";

/** GetCallerIdentity: returns the principal that signed the request. */
export function getCallerIdentity(_world: World, call: Call): Reply {
  const { caller } = call;
  const result = { Arn: caller?.arn, UserId: caller?.userId, Account: caller?.accountId };
  return stsReply("GetCallerIdentity", result, call.requestId, wantsJson(call.request.headers));
}

import type { Session } from "../../src/credentials/session/session.ts";
import { type ConnectOptions, connectOver, sharedSchedule } from "../shared/connect.ts";
import { runtimePorts } from "./ports.ts";

const scheduleOf = /* @__PURE__ */ sharedSchedule();

/**
 * Opens a session on Node: one identity whose credentials stay fresh and sign requests. Unless you pass `credentials`, they come
 * from the environment, a web identity token or the container endpoint. Throws `CONFIGURATION` on another runtime.
 *
 * @example
 * const aws = connect({ region: "us-west-2" });
 * const response = await aws.fetch("https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15");
 */
export function connect(options: ConnectOptions = {}): Session {
  return connectOver(runtimePorts(), options, scheduleOf);
}

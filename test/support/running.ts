import { type Capability, RUNTIMES, type Runtime, type RuntimeName } from "../capabilities.ts";

declare const PODKEY_RUNTIME: RuntimeName;
declare const PODKEY_LOOPBACK: string;

/** The runtime that the cases run on, as the launcher states it. */
export const RUNNING_NAME: RuntimeName = PODKEY_RUNTIME;
export const RUNNING: Runtime = RUNTIMES[RUNNING_NAME];

/** URL of a server on this machine. `/redirect` answers 302; any other path returns the request's headers as JSON. */
export const LOOPBACK: string = PODKEY_LOOPBACK;

/** Returns whether the runtime that the cases run on has a capability. */
export function has(capability: Capability): boolean {
  return RUNNING.has.includes(capability);
}

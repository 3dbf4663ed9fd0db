import type { Fault } from "../../../src/emulator/index.ts";
import { type EmulatedAws, emulateAws } from "./emulated-aws.ts";

const LIST = "/clusters/demo/pod-identity-associations";

/** Lists associations, a call without preconditions. */
export function list(aws: EmulatedAws): Promise<Response> {
  return aws.call("eks", LIST);
}

/** Creates an emulator with injected faults. */
export function withFault(...faults: Fault[]): EmulatedAws {
  const aws = emulateAws();
  for (const fault of faults) aws.emulator.injectFault(fault);
  return aws;
}
